//! Clients as public code has them, one module for each kind of code base: declared as the code is.
//! What is sound compiles without a warning; what is not is refused or warned of, by the rule that is
//! written down here.
#![deny(warnings)]
#![allow(dead_code)]

use oauth_flow_compile_tests::finds;

mod bastion_host;
mod build_server;
mod cloud_credentials;
mod cluster_client;
mod coding_agent;
mod compiler_cache;
mod deploy_command;
mod edge_command;
mod forum_api;
mod identity_admin;
mod identity_gateway;
mod lakehouse_catalog;
mod link_forum;
mod mcp_client;
mod message_queue;
mod mod_platform;
mod music_api;
mod music_player;
mod object_store;
mod package_site;
mod password_manager;
mod pull_request_bot;
mod secure_channel;
mod service_account;
mod signing_tool;
mod social_protocol;
mod storage_sdk;
mod stream_chat;
mod wasm_app;
mod worker_command;
