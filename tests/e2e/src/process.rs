//! A program of `node/` that runs for as long as its value lives.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use serde::de::DeserializeOwned;

/// Dropping it ends the program; so does the end of this process.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
}

impl Process {
    /// Starts a program, and reads the line in which it says that it is ready.
    ///
    /// # Errors
    /// In words, why the program did not start.
    pub(crate) fn start<T: DeserializeOwned>(
        script: &Path,
        argument: &str,
    ) -> Result<(Self, T), String> {
        let mut child = Command::new("node")
            .arg(script)
            .arg(argument)
            // The other end of this pipe closes with this process, however it ends.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("`node` does not start: {error}"))?;
        let mut stderr = child.stderr.take().expect("standard error is a pipe");
        // Read to the end, so that the program never waits for its reader.
        let said = thread::spawn(move || {
            let mut text = Vec::new();
            let _ = stderr.read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        let mut line = String::new();
        let stdout = child.stdout.take().expect("standard output is a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("the announcement is text");
        let Ok(announced) = serde_json::from_str(&line) else {
            let _ = child.kill();
            let _ = child.wait();
            let said = said.join().unwrap_or_default();
            return Err(format!("the server did not announce itself, but `{line}`:\n{said}"));
        };
        Ok((Self { child }, announced))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The process may have ended by itself; then there is nothing left to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
