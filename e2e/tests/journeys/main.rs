//! All journeys are one program, so that there is one to link. What measures time stands in a module `timed_tests`: runners
//! go by that name (`.config/nextest.toml`), and [`e2e::journey()`] insists on it.

mod api;
mod cache;
mod cache_application;
mod cache_code;
mod cache_panels;
mod compare;
mod compare_bar;
mod compare_inputs;
mod compare_trust;
mod database;
mod database_console;
mod database_dashboard;
mod database_storage;
mod event_loop;
mod event_loop_browser;
mod explained;
mod first_seconds;
mod harness;
mod isolation;
mod kept;
mod labs;
mod later;
mod node;
mod own_code;
mod parallel;
mod pictures;
mod reading;
mod refused;
mod start;
mod strategies;
mod threads;
mod webkit;
