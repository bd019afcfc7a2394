#include "device/servers/sound_servers.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace attacca::device {
namespace {

/// Runs a program to its end; throws when it fails, which fails the test.
void run(const std::vector<std::string>& command, const std::filesystem::path& log) {
    std::string line;
    for (const auto& word : command) line += "'" + word + "' ";
    if (std::system((line + ">>'" + log.string() + "' 2>&1").c_str()) != 0) throw std::runtime_error("failed: " + line);
}

void require(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error(what);
}

/// The session manager reads this besides its own files: with them it would take the machine's cards.
void keep_from_cards(const std::filesystem::path& directory) {
    const auto write = [&](const std::string& file, const std::string& text) {
        const auto path = directory / "config" / "wireplumber" / file;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text;
    };
    write("main.lua.d/51-no-cards.lua",
          "alsa_monitor.enabled = false\nv4l2_monitor.enabled = false\nlibcamera_monitor.enabled = false\n");
    write("bluetooth.lua.d/51-no-cards.lua", "bluez_monitor.enabled = false\n");
}

}  // namespace

ServerProcess::ServerProcess(const std::vector<std::string>& command, const std::filesystem::path& log) {
    std::vector<char*> words;
    for (const auto& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    process_ = fork();
    if (process_ == 0) {  // Only calls that are safe between fork and exec, as the test has threads.
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(output, STDOUT_FILENO);
        dup2(output, STDERR_FILENO);
        execvp(words[0], words.data());
        _exit(127);
    }
    close(output);
}

ServerProcess::~ServerProcess() {
    // A JACK server that is asked to end removes its shared memory.
    if (process_ > 0) end(SIGTERM);
}

void ServerProcess::kill() {
    if (process_ > 0) end(SIGKILL);
}

void ServerProcess::end(int signal) {
    ::kill(process_, signal);
    for (int tries = 0; waitpid(process_, nullptr, WNOHANG) == 0; ++tries) {
        if (tries == 2000) ::kill(process_, SIGKILL);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    process_ = -1;
}

PrivateRuntime::PrivateRuntime() {
    std::string pattern = (std::filesystem::temp_directory_path() / "attacca-servers-XXXXXX").string();
    require(mkdtemp(pattern.data()) != nullptr, "no temporary directory");
    directory_ = pattern;
    const auto set = [](const char* name, const std::string& value) { setenv(name, value.c_str(), 1); };
    set("XDG_RUNTIME_DIR", directory_.string());
    set("XDG_CONFIG_HOME", (directory_ / "config").string());
    set("XDG_STATE_HOME", (directory_ / "state").string());
    set("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + (directory_ / "bus").string());
    set("JACK_DEFAULT_SERVER", directory_.filename().string());
    set("JACK_NO_AUDIO_RESERVATION", "1");
    for (const char* name : {"PIPEWIRE_RUNTIME_DIR", "PIPEWIRE_REMOTE", "PULSE_SERVER", "PULSE_RUNTIME_PATH"}) {
        unsetenv(name);
    }
}

PrivateRuntime::~PrivateRuntime() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

PipewireServer::PipewireServer(const PrivateRuntime& runtime) : runtime_(runtime) {
    const auto& directory = runtime.directory();
    keep_from_cards(directory);
    bus_ =
        std::make_unique<ServerProcess>(std::vector<std::string>{"dbus-daemon", "--session", "--nofork", "--nopidfile",
                                                                 "--address=unix:path=" + (directory / "bus").string()},
                                        directory / "bus.log");
    require(eventually([&] { return std::filesystem::exists(directory / "bus"); }), "dbus-daemon does not start");
    daemon_ = std::make_unique<ServerProcess>(std::vector<std::string>{"pipewire"}, directory / "pipewire.log");
    require(eventually([&] { return std::filesystem::exists(directory / "pipewire-0"); }), "pipewire does not start");
    session_ = std::make_unique<ServerProcess>(std::vector<std::string>{"wireplumber"}, directory / "wireplumber.log");
}

void PipewireServer::add_sink(const std::string& name) {
    run({"pw-cli", "create-node", "adapter",
         "{ factory.name=support.null-audio-sink node.name=" + name + " node.description=Sink-" + name +
             " media.class=Audio/Sink object.linger=true audio.position=[FL FR] }"},
        runtime_.directory() / "pw-cli.log");
    require(eventually([&] { return is_listed("pipewire:" + name); }), "the sink " + name + " does not appear");
}

void PipewireServer::remove_sink(const std::string& name) {
    run({"pw-cli", "destroy", name}, runtime_.directory() / "pw-cli.log");
}

void PipewireServer::add_pulse() {
    pulse_ =
        std::make_unique<ServerProcess>(std::vector<std::string>{"pipewire-pulse"}, runtime_.directory() / "pulse.log");
    require(eventually([&] { return std::filesystem::exists(runtime_.directory() / "pulse" / "native"); }),
            "pipewire-pulse does not start");
}

JackServer::JackServer(const PrivateRuntime& runtime, std::size_t period_frames)
    : runtime_(runtime), period_frames_(period_frames) {
    require(start(), "jackd does not start");
}

JackServer::~JackServer() {
    if (!killed_) return;
    // A killed server leaves its shared memory, and its place in a table of eight, to the next of its name, which
    // gives both back when it is asked to end; but not its clients' semaphores.
    if (start()) daemon_.reset();
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator("/dev/shm", ignored)) {
        const bool ours = entry.path().filename().string().find(name()) != std::string::npos;
        if (ours) std::filesystem::remove(entry.path(), ignored);
    }
}

std::string JackServer::name() const { return runtime_.directory().filename().string(); }

bool JackServer::start() {
    daemon_ = std::make_unique<ServerProcess>(std::vector<std::string>{"jackd", "--name", name(), "-d", "dummy", "-r",
                                                                       "48000", "-p", std::to_string(period_frames_)},
                                              runtime_.directory() / "jackd.log");
    return eventually([] { return is_listed("jack:system"); });
}

void JackServer::kill() {
    daemon_->kill();
    killed_ = true;
}

void JackServer::set_period(std::size_t frames) {
    if (std::system(("jack_bufsize " + std::to_string(frames) + " >/dev/null 2>&1").c_str()) != 0) {
        throw std::runtime_error("jack_bufsize failed");
    }
}

StreamListener EventLog::listener() {
    return [this](StreamEvent event, const std::string& detail) {
        const std::lock_guard lock(mutex_);
        entries_.push_back({event, detail});
        grown_.notify_all();
    };
}

bool EventLog::wait_for(StreamEvent event) {
    std::unique_lock lock(mutex_);
    const auto came = [&] { return std::ranges::count(entries_, event, &Entry::event) > 0; };
    return grown_.wait_for(lock, std::chrono::seconds(10), came);
}

std::size_t EventLog::count(StreamEvent event) {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count(entries_, event, &Entry::event));
}

std::string EventLog::last_detail() {
    const std::lock_guard lock(mutex_);
    return entries_.empty() ? "" : entries_.back().detail;
}

bool is_installed(const std::string& program) {
    return std::system(("command -v '" + program + "' >/dev/null 2>&1").c_str()) == 0;
}

bool is_listed(const std::string& device_id) {
    const auto devices = list_devices();
    return std::ranges::find(devices, device_id, &DeviceInfo::id) != devices.end();
}

}  // namespace attacca::device
