//! `corona-sim resume`: from a checkpoint to the folder of results.

use crate::cli::{Resume, VERSION};
use crate::cost::Meter;
use crate::run::{Job, Trouble, finish, unusable};
use corona_simulator::checkpoint::{CheckpointFolder, Description};
use corona_simulator::results::{FolderError, RunFolder};
use corona_simulator::scenario::Scenario;
use std::path::Path;
use std::process::ExitCode;

/// Resumes, and says on stderr what went wrong.
pub(crate) fn resume(arguments: &Resume) -> ExitCode {
    match try_resume(arguments) {
        Ok(code) => code,
        Err(trouble) => trouble.exit(),
    }
}

fn try_resume(arguments: &Resume) -> Result<ExitCode, Trouble> {
    let meter = Meter::start();
    let checkpoint = CheckpointFolder::open(&arguments.run, VERSION)?;
    let description = checkpoint.description().clone();
    let (out, text) = (checkpoint.out(), checkpoint.scenario().to_owned());
    let folder = match RunFolder::prepare(&out, description.force) {
        Err(FolderError::Taken { .. }) if is_result_of(&out, &description, &text) => {
            // It was cut short while it removed the checkpoint.
            RunFolder::prepare(&out, true)
        }
        prepared => prepared,
    };
    let folder = folder.map_err(unusable)?;
    let path = Path::new(&description.scenario_path);
    let mut scenario = Scenario::load(path, &text, &description.sets).map_err(unusable)?;
    scenario.seed = description.seed;
    finish(Job {
        meter,
        scenario,
        text,
        scenario_path: description.scenario_path,
        arguments: description.arguments,
        data: description.data.map(|data| data.path),
        seeds: description.seeds,
        threads: arguments.threads,
        check: description.check,
        engine: description.engine,
        quiet: arguments.quiet,
        json: arguments.json,
        folder,
        checkpoint: Some(checkpoint),
        begins: false,
    })
}

/// Whether a folder holds this run's results.
fn is_result_of(out: &Path, description: &Description, text: &str) -> bool {
    let manifest = std::fs::read(out.join("manifest.json")).unwrap_or_default();
    let Ok(manifest) = serde_json::from_slice::<serde_json::Value>(&manifest) else {
        return false;
    };
    let program = [&manifest["version"], &manifest["commit"]].map(|part| part.as_str());
    let scenario = std::fs::read_to_string(out.join("scenario.toml")).unwrap_or_default();
    manifest["complete"] == true
        && program == [Some(env!("CARGO_PKG_VERSION")), Some(env!("CORONA_COMMIT"))]
        && manifest["arguments"] == serde_json::json!(description.arguments)
        && scenario == text
}
