//! A PostgreSQL server of a test's own: a cluster in a temporary folder, which listens on a socket there.

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

use oauth_flow_services::postgres_token_store::PostgresTokenStore;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

/// Ends the server by the signal that is on standard input, and where that is closed too, with its folder.
/// So it ends with the test, however that ends.
const SCRIPT: &str = r#"
    "$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= >>"$2/log" 2>&1 &
    read -r signal
    kill -s "${signal:-QUIT}" $!
    wait $!
    [ -n "$signal" ] || rm -rf "$2"
"#;

/// A server that runs for as long as its value lives.
pub(crate) struct Cluster {
    folder: PathBuf,
    shell: Option<Child>,
}

impl Cluster {
    /// What this machine lacks, in words.
    pub(crate) fn missing() -> Option<String> {
        PROGRAMS.is_none().then(|| "the programs of PostgreSQL are not installed".to_owned())
    }

    /// The server of this program, with the table.
    pub(crate) fn shared() -> &'static Self {
        static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);
        &CLUSTER
    }

    pub(crate) fn start() -> Self {
        let initdb = programs().join("initdb");
        let folder = tempfile::tempdir().expect("there is a temporary folder").keep();
        let mut cluster = Self { folder, shell: None };
        // Whoever reaches the socket is let in.
        checked(Command::new("chmod").arg("700").arg(&cluster.folder));
        if let Some(user) = &*USER {
            checked(Command::new("chown").arg(user).arg(&cluster.folder));
        }
        let data = cluster.folder.join("data");
        let mut initdb = cluster.command(initdb);
        checked(initdb.args(["-U", "postgres", "-A", "trust", "--no-sync", "-D"]).arg(data));
        cluster.go_on();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime starts").block_on(async {
            let pool = pool(&cluster.folder);
            PostgresTokenStore::create_table(&pool).await.expect("the table is made");
            pool.close().await;
        });
        cluster
    }

    /// The folder of its socket.
    pub(crate) fn socket(&self) -> &Path {
        &self.folder
    }

    /// Starts the server, and waits until it takes connections.
    pub(crate) fn go_on(&mut self) {
        let mut shell = self.command("sh");
        shell.args(["-c", SCRIPT, "sh"]).arg(programs()).arg(&self.folder);
        self.shell = Some(shell.stdin(Stdio::piped()).spawn().expect("a shell starts"));
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            let mut ready = Command::new(programs().join("pg_isready"));
            ready.arg("-q").arg("-h").arg(&self.folder);
            if ready.status().expect("it runs").success() {
                return;
            }
            let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(Instant::now() < end, "PostgreSQL does not start:\n{log}");
            sleep(Duration::from_millis(20));
        }
    }

    /// Stops the server: at once, as after a crash, or in order.
    pub(crate) fn stop(&mut self, in_order: bool) {
        let mut shell = self.shell.take().expect("the server runs");
        let mut stdin = shell.stdin.take().expect("it is a pipe");
        let signal = if in_order { "INT\n" } else { "QUIT\n" };
        stdin.write_all(signal.as_bytes()).expect("the shell reads");
        shell.wait().expect("the shell ends");
    }

    /// A command as a user under whom PostgreSQL runs: it refuses root.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = match &*USER {
            Some(user) => {
                let mut command = Command::new("setpriv");
                let group = id(&["-g", user]).expect("the user has a group");
                let (user, group) = (format!("--reuid={user}"), format!("--regid={group}"));
                command.args([&user, &group, "--clear-groups", "--"]).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut shell) = self.shell.take() {
            drop(shell.stdin.take());
            let _ = shell.wait();
        }
        // Of a server that was stopped.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A pool for one process. A connection is had in a few seconds, or not at all.
pub(crate) fn pool(socket: &Path) -> PgPool {
    let connect = PgConnectOptions::new_without_pgpass()
        .socket(socket)
        .port(5432)
        .username("postgres")
        .database("postgres");
    let options = PgPoolOptions::new().max_connections(2);
    options.acquire_timeout(Duration::from_secs(3)).connect_lazy_with(connect)
}

/// The folder of the programs of the newest version.
static PROGRAMS: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let in_path = env::var_os("PATH").map(|path| env::split_paths(&path).collect::<Vec<_>>());
    // Debian keeps the programs of a server out of the path.
    let of_debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut of_debian: Vec<_> = of_debian
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    of_debian.sort();
    let folders = of_debian.into_iter().rev().map(|(_, folder)| folder);
    let all = ["initdb", "postgres", "pg_isready"];
    folders
        .chain(in_path.unwrap_or_default())
        .find(|folder| all.iter().all(|program| folder.join(program).is_file()))
});

fn programs() -> &'static Path {
    PROGRAMS.as_deref().expect("the programs of PostgreSQL are installed")
}

/// Who PostgreSQL runs as where the tests run as root.
static USER: LazyLock<Option<String>> = LazyLock::new(|| {
    (id(&["-u"]).as_deref() == Some("0")).then(|| {
        let mut users = ["postgres", "nobody"].into_iter();
        users.find(|user| id(&["-u", user]).is_some()).expect("there is a user").to_owned()
    })
});

fn id(arguments: &[&str]) -> Option<String> {
    let output = Command::new("id").args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn checked(command: &mut Command) {
    let output = command.output().expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
}
