//! A simulated, deterministic onion-service network.
