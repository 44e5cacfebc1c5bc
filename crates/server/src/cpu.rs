//! Threads that compute.

use std::time::Duration;

use kernels::engine::{Input, Task};
use kernels::{Ran, RunError, Share, Spec};

use crate::pool::{Cancelled, Computed, Going, Pool, PoolError};

/// A pool of threads that compute.
pub type Cpu = Pool<()>;

impl Cpu {
    /// Computes a kernel. The job ends when the future is dropped.
    pub async fn kernel(
        &self,
        spec: Spec,
        input: Input,
        within: Duration,
    ) -> Result<Computed<Result<Ran, RunError>>, PoolError> {
        let name = spec.kernel.id();
        self.run(name, within, move |(), going| compute(spec, input, going))
            .await
    }
}

fn compute(spec: Spec, input: Input, going: &Going) -> Result<Ran, RunError> {
    let mut task = Task::new(spec, Share::WHOLE, input)?;
    while task.step()? {
        going.on().map_err(|Cancelled| RunError::Cancelled)?;
    }
    task.finish()
}

#[cfg(test)]
mod tests {
    use kernels::{Engine, Kernel, Outcome, Variant};

    use super::*;

    fn fibonacci(index: u64) -> Spec {
        Spec::new(Kernel::Fibonacci, Variant::Plain, Engine::Wasm, index, 1).expect("in range")
    }

    #[tokio::test]
    async fn kernels_are_computed() {
        let cpu = Cpu::start("cpu", [(); 2], 4).expect("threads");
        let within = Duration::from_mins(1);
        let computed = cpu.kernel(fibonacci(20), Input::none(), within).await;
        let ran = computed.expect("done").made.expect("fits");
        let Outcome::Fibonacci(outcome) = ran.outcome else {
            panic!("{ran:?}");
        };
        assert_eq!(outcome.value, 6_765);
    }

    #[tokio::test]
    async fn when_the_time_is_up_the_computation_ends_too() {
        let cpu = Cpu::start("cpu", [()], 1).expect("a thread");
        let within = Duration::from_millis(20);
        let late = cpu.kernel(fibonacci(45), Input::none(), within).await;
        assert_eq!(late.err(), Some(PoolError::Late { within }));
        let idle = async {
            while cpu.status().threads[0].0.is_some() {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let ended = tokio::time::timeout(Duration::from_secs(10), idle).await;
        assert!(ended.is_ok(), "{:?}", cpu.status());
    }
}
