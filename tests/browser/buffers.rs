//! Buffers beside messages: moved, cloned or shared, and what that means for a second attempt.

use js_sys::{ArrayBuffer, SharedArrayBuffer, Uint8Array};
use wasm_bindgen_test::wasm_bindgen_test;
use worker_pool::{Attachment, Buffer, JobError, JobPolicy, Loss};

use crate::probe::{Answer, Ask, assert_works, pool};

fn retry() -> JobPolicy {
    JobPolicy {
        retry: true,
        ..JobPolicy::default()
    }
}

fn buffer(bytes: &[u8]) -> ArrayBuffer {
    Uint8Array::new_from_slice(bytes).buffer()
}

fn bytes(buffer: &ArrayBuffer) -> Vec<u8> {
    Uint8Array::new(buffer).to_vec()
}

#[wasm_bindgen_test]
async fn a_buffer_of_64_mib_is_moved_and_not_copied() {
    let pool = pool(1, 4);
    let bytes = 64 * 1024 * 1024;
    let buffer = ArrayBuffer::new(bytes);
    let view = Uint8Array::new(&buffer);
    view.set_index(0, 200);
    view.set_index(bytes - 1, 55);

    assert_works(&pool).await;
    let attachments = vec![Attachment::Move(buffer.clone())];
    let job = pool.submit(Ask::Sum, attachments, JobPolicy::default(), |_| ());
    // The worker stood ready, so the buffer is on its way, and the sender's is detached.
    assert_eq!(buffer.byte_length(), 0);
    let finished = job.await.expect("an answer");
    assert_eq!(finished.outcome, Answer::Sum(255));
    // And it comes back the same way.
    assert!(matches!(finished.buffers[..], [Buffer::Own(_)]));
    assert_eq!(finished.buffers[0].byte_length(), bytes);
}

#[wasm_bindgen_test]
async fn a_clone_is_the_workers_own_and_what_is_shared_is_not() {
    let pool = pool(1, 4);
    let (mine, ours) = (buffer(&[1, 2, 3]), SharedArrayBuffer::new(4));
    let attachments = vec![
        Attachment::Clone(mine.clone()),
        Attachment::Share(ours.clone()),
    ];
    let finished = pool
        .submit(Ask::Fill(7), attachments, JobPolicy::default(), |_| ())
        .await
        .expect("an answer");
    assert_eq!(finished.outcome, Answer::Sum(7 * 7));
    assert_eq!(bytes(&mine), [1, 2, 3]);
    assert_eq!(Buffer::Shared(ours.clone()).bytes().to_vec(), [7; 4]);

    // Shared memory that an answer brings is still the same.
    let attachments = vec![Attachment::Share(ours.clone())];
    let finished = pool
        .submit(Ask::Sum, attachments, JobPolicy::default(), |_| ())
        .await
        .expect("an answer");
    assert!(matches!(finished.buffers[..], [Buffer::Shared(_)]));
    finished.buffers[0].bytes().set_index(0, 9);
    assert_eq!(Buffer::Shared(ours).bytes().to_vec(), [9, 7, 7, 7]);
}

#[wasm_bindgen_test]
async fn a_job_with_cloned_buffers_is_tried_once_more_with_all_of_them() {
    let pool = pool(1, 4);
    let attachments = vec![
        Attachment::Share(SharedArrayBuffer::new(1)),
        Attachment::Clone(buffer(&[40, 2])),
    ];
    let finished = pool
        .submit(Ask::TrapOnce, attachments, retry(), |_| ())
        .await
        .expect("the second attempt");
    assert_eq!(finished.outcome, Answer::Sum(42));
    assert_eq!(pool.status().workers[0].restarts, 1);
}

#[wasm_bindgen_test]
async fn a_job_whose_buffers_went_with_the_worker_is_not_tried_again() {
    let pool = pool(1, 4);
    let attachments = vec![
        Attachment::Share(SharedArrayBuffer::new(1)),
        Attachment::Move(buffer(&[40, 2])),
    ];
    let result = pool
        .submit(Ask::TrapOnce, attachments, retry(), |_| ())
        .await;
    assert!(
        matches!(result, Err(JobError::Lost(Loss::Crashed(_)))),
        "{result:?}"
    );
    assert_works(&pool).await;
}

#[wasm_bindgen_test]
async fn a_buffer_that_is_gone_cannot_be_sent_and_the_worker_is_well() {
    let pool = pool(1, 4);
    let gone = buffer(&[1]);
    for expected in [true, false] {
        let attachments = vec![Attachment::Move(gone.clone())];
        let result = pool
            .submit(Ask::Sum, attachments, JobPolicy::default(), |_| ())
            .await;
        assert_eq!(result.is_ok(), expected, "{result:?}");
    }
    assert_works(&pool).await;
    assert_eq!(pool.status().workers[0].restarts, 0);
}
