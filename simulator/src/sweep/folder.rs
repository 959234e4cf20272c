//! The folder of a sweep: its plan, its finished runs, its tables.
//!
//! It decides whether a sweep may be planned there and whether the folder still holds what
//! was planned. A run is finished if its file is there; nothing else is remembered, so
//! whatever is killed, at whatever moment, nothing finished is lost.

use super::error::SweepError;
use super::manifest::{MANIFEST, Program, SWEEP_SCHEMA, SweepManifest};
use super::plan::{Plan, PlannedRun};
use super::plan_table::plan_table;
use super::run_file::RunFile;
use super::specification::Specification;
use super::whole_file::{clear_leftovers, is_partial, put_whole};
use crate::checkpoint::{InputFile, hex};
use crate::results::{Figures, SeedFigures, csv_bytes, parquet_bytes};
use crate::scenario::ScenarioError;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const SWEEP: &str = "sweep.toml";
const SCENARIO: &str = "scenario.toml";
const RUNS: &str = "runs";
/// How many missing runs are named.
const NAMED: usize = 10;

/// A sweep that is planned.
#[derive(Debug)]
pub struct SweepFolder {
    path: PathBuf,
    manifest: SweepManifest,
    plan: Plan,
}

/// What a sweep is planned from.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The sweep's file, as given; `None` if it was typed as arguments.
    pub sweep_path: Option<PathBuf>,
    /// Its text.
    pub sweep: String,
    /// Data file from the command line, instead of the sweep's.
    pub data: Option<PathBuf>,
    /// Command-line arguments, without the program's own name.
    pub arguments: Vec<String>,
    /// Who plans.
    pub program: Program,
}

impl SweepFolder {
    /// Plans a sweep into a new or empty folder. A folder that holds the same plan of the same
    /// program is taken as it is, with its finished runs.
    ///
    /// # Errors
    /// Sweep, scenario or data can't be used, or the folder holds something else; nothing was
    /// written then.
    pub fn begin(out: &Path, draft: &Draft) -> Result<Self, SweepError> {
        let specification = match &draft.sweep_path {
            Some(path) => Specification::parse(path, &draft.sweep),
            None => Specification::typed(&draft.sweep),
        }?;
        let scenario_path = specification.scenario().to_owned();
        let scenario = fs::read_to_string(&scenario_path).map_err(|error| {
            let problem = format!("cannot be read as a scenario ({error}): name a TOML file");
            ScenarioError::in_data(&scenario_path, None, "", problem)
        })?;
        let data = draft.data.as_deref().or(specification.data());
        let plan = Plan::of(&specification, &scenario_path, &scenario, |_, scenario| {
            InputFile::of_population(scenario, data)
        })?;
        if let Some(there) = Self::same(out, draft, &plan, &scenario)? {
            return Ok(there);
        }
        plan.try_populations(data)?;
        let table = plan_table(&plan);
        let csv = csv_bytes(&table)?;
        let manifest = manifest(draft, &scenario_path, &plan, &csv);
        let files = [
            (SWEEP, draft.sweep.clone().into_bytes()),
            (SCENARIO, scenario.clone().into_bytes()),
            ("plan.csv", csv),
            ("plan.parquet", parquet_bytes(&table)?),
            (MANIFEST, manifest.json().into_bytes()),
        ];
        if !is_unplanned(out, &files)? {
            // Somebody else may have planned the same meanwhile.
            let there = Self::same(out, draft, &plan, &scenario)?;
            return there.ok_or_else(|| SweepError::NotOurs { path: out.to_owned() });
        }
        fs::create_dir_all(out).map_err(SweepError::unwritable(out))?;
        // The manifest comes last: until it is there, nothing is planned, and whoever was killed
        // before begins again. Others who plan the same write the same.
        files.iter().try_for_each(|(name, bytes)| put_whole(&out.join(name), bytes))?;
        Ok(Self { path: out.to_owned(), manifest, plan })
    }

    /// The sweep that a folder holds already, if it is this one; `None` if it holds none.
    fn same(
        out: &Path,
        draft: &Draft,
        plan: &Plan,
        scenario: &str,
    ) -> Result<Option<Self>, SweepError> {
        let path = out.to_owned();
        match fs::metadata(out) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(SweepError::unreadable(out)(error)),
            Ok(found) if !found.is_dir() => return Err(SweepError::NotAFolder { path }),
            Ok(_) => {}
        }
        if !Self::is_one(out) {
            return Ok(None);
        }
        let there = Self::open(out)?;
        there.refuse_other(&draft.program)?;
        let holds = |name: &str, text: &str| {
            fs::read(there.path.join(name)).is_ok_and(|found| found == text.as_bytes())
        };
        let difference = if !holds(SWEEP, &draft.sweep) {
            "its sweep.toml differs"
        } else if !holds(SCENARIO, scenario) {
            "its scenario.toml differs"
        } else if there.plan.runs != plan.runs {
            "its data differs"
        } else {
            return Ok(Some(there));
        };
        Err(SweepError::OtherSweep { path, difference })
    }

    /// Opens the folder of a planned sweep.
    ///
    /// # Errors
    /// It holds none, or not what was planned.
    pub fn open(path: &Path) -> Result<Self, SweepError> {
        let file = path.join(MANIFEST);
        let bytes = fs::read(&file).unwrap_or_default();
        if !SweepManifest::is_ours(&bytes) {
            return Err(SweepError::Nothing { path: path.to_owned() });
        }
        let manifest = SweepManifest::parse(&file, &bytes)?;
        let read = |name: &str| {
            let file = path.join(name);
            fs::read_to_string(&file).map_err(SweepError::unreadable(&file))
        };
        let (sweep, scenario) = (read(SWEEP)?, read(SCENARIO)?);
        let specification = Specification::parse(&path.join(SWEEP), &sweep)?;
        let scenario_path = Path::new(&manifest.scenario_path);
        let plan = Plan::of(&specification, scenario_path, &scenario, |arm, _| {
            manifest.data.get(arm).cloned().flatten()
        })?;
        if hex(&Sha256::digest(csv_bytes(&plan_table(&plan))?)) != manifest.plan {
            let planned_by = manifest.program.told();
            return Err(SweepError::Edited { path: path.to_owned(), planned_by });
        }
        Ok(Self { path: path.to_owned(), manifest, plan })
    }

    /// Whether a folder claims to hold a sweep.
    #[must_use]
    pub fn is_one(path: &Path) -> bool {
        SweepManifest::is_ours(&fs::read(path.join(MANIFEST)).unwrap_or_default())
    }

    /// Refuses a program that didn't plan it.
    ///
    /// # Errors
    /// [`SweepError::OtherProgram`].
    pub fn refuse_other(&self, program: &Program) -> Result<(), SweepError> {
        let planned_by = &self.manifest.program;
        if planned_by.told() == program.told() {
            return Ok(());
        }
        let (theirs, ours) = (planned_by.told(), program.told());
        Err(SweepError::OtherProgram { path: self.path.clone(), theirs, ours })
    }

    /// The folder's path, as given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// What was planned, by whom.
    #[must_use]
    pub fn manifest(&self) -> &SweepManifest {
        &self.manifest
    }
    /// All runs.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
    /// The scenario and the sweep as given.
    pub(super) fn texts(&self) -> Result<(String, String), SweepError> {
        let read = |name: &str| {
            let file = self.path.join(name);
            fs::read_to_string(&file).map_err(SweepError::unreadable(&file))
        };
        Ok((read(SCENARIO)?, read(SWEEP)?))
    }

    fn run_path(&self, run: &PlannedRun) -> PathBuf {
        self.path.join(RUNS).join(format!("{}.json", run.id))
    }

    /// The figures of a run, if it is finished.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn figures(&self, run: &PlannedRun) -> Result<Option<Figures>, SweepError> {
        let path = self.run_path(run);
        match fs::read(&path) {
            Ok(bytes) => Ok(RunFile::figures(&bytes, &run.id, run.seed)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(SweepError::unreadable(&path)(error)),
        }
    }

    /// The figures of all runs, in the order of the plan.
    ///
    /// # Errors
    /// [`SweepError::Incomplete`] names runs that are missing.
    pub fn all_figures(&self) -> Result<Vec<Figures>, SweepError> {
        let runs = &self.plan.runs;
        let mut found = Vec::with_capacity(runs.len());
        let mut missing = Vec::new();
        for run in runs {
            match self.figures(run)? {
                Some(figures) => found.push(figures),
                None => missing.push(run),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        let line = |run: &&PlannedRun| format!("\n  {} ({})", run.id, self.plan.told(run));
        let mut which: String = missing.iter().take(NAMED).map(line).collect();
        if missing.len() > NAMED {
            which.push_str(&format!("\n  and {} more", missing.len() - NAMED));
        }
        let (path, missing, planned) = (self.path.clone(), missing.len(), runs.len());
        Err(SweepError::Incomplete { path, missing, planned, which })
    }

    /// Keeps what came of a run.
    pub(super) fn finish(&self, run: &PlannedRun, found: SeedFigures) -> Result<(), SweepError> {
        put_whole(&self.run_path(run), RunFile::of(&run.id, found).json().as_bytes())
    }

    /// Makes the folder of runs, and clears it of what killed processes left.
    pub(super) fn prepare_runs(&self) -> Result<(), SweepError> {
        let runs = self.path.join(RUNS);
        fs::create_dir_all(&runs).map_err(SweepError::unwritable(&runs))?;
        clear_leftovers(&runs);
        Ok(())
    }

    /// Writes one file of the collected results; `name` has `/` between its parts.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> Result<(), SweepError> {
        let path = self.path.join(name);
        let folder = path.parent().unwrap_or(&self.path);
        fs::create_dir_all(folder).map_err(SweepError::unwritable(folder))?;
        clear_leftovers(folder);
        put_whole(&path, bytes)
    }

    /// Removes collected files of these names, which an earlier collection may have written and
    /// this one has not. Files of others stay.
    pub(super) fn remove(&self, names: impl Iterator<Item = String>) {
        // What can't be removed is only old.
        names.for_each(|name| drop(fs::remove_file(self.path.join(name))));
    }
}

/// Whether a folder is missing, empty, or holds no more than what somebody who planned the same
/// and was killed has left.
fn is_unplanned(out: &Path, files: &[(&str, Vec<u8>)]) -> Result<bool, SweepError> {
    let entries = match fs::read_dir(out) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        entries => entries.map_err(SweepError::unreadable(out))?,
    };
    for entry in entries {
        let name = entry.map_err(SweepError::unreadable(out))?.file_name();
        let planned = files.iter().find(|(file, _)| name == *file);
        let is_left = planned.is_some_and(|(file, bytes)| {
            *file != MANIFEST && fs::read(out.join(file)).is_ok_and(|found| found == *bytes)
        });
        if !is_left && !is_partial(&name.to_string_lossy()) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn manifest(draft: &Draft, scenario_path: &Path, plan: &Plan, csv: &[u8]) -> SweepManifest {
    let reads_data = plan.arms.iter().any(|arm| arm.data.is_some());
    let data = plan.arms.iter().filter(|_| reads_data).map(|arm| arm.data.clone());
    SweepManifest {
        schema: SWEEP_SCHEMA.to_owned(),
        scenario: plan.arms.first().map(|arm| arm.scenario.name.clone()).unwrap_or_default(),
        scenario_path: scenario_path.display().to_string(),
        sweep_path: draft.sweep_path.as_ref().map(|path| path.display().to_string()),
        keys: plan.keys.clone(),
        arms: plan.arms.len(),
        seeds: plan.seeds(),
        runs: plan.runs.len(),
        arguments: draft.arguments.clone(),
        program: draft.program.clone(),
        plan: hex(&Sha256::digest(csv)),
        data: data.collect(),
    }
}
