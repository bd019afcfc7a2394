// For tests: real sound servers of this test's own, which no other program sees and which end with it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "attacca/device/device.h"

namespace attacca::device {

/// A program that runs while this lives; the kernel ends it if the test crashes.
class ServerProcess {
public:
    ServerProcess(const std::vector<std::string>& command, const std::filesystem::path& log);
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    /// Ends it at once, as a crash would, and waits until it is gone.
    void kill();

private:
    void end(int signal);

    pid_t process_ = -1;
};

/// The directories and names by which programs find their sound servers, pointed to a place of this test's own
/// while this lives.
class PrivateRuntime {
public:
    PrivateRuntime();
    ~PrivateRuntime();
    PrivateRuntime(const PrivateRuntime&) = delete;
    PrivateRuntime& operator=(const PrivateRuntime&) = delete;

    [[nodiscard]] const std::filesystem::path& directory() const noexcept { return directory_; }

private:
    std::filesystem::path directory_;
};

/// PipeWire with its session manager, which is told to leave the machine's sound cards alone.
class PipewireServer {
public:
    explicit PipewireServer(const PrivateRuntime& runtime);

    /// Adds a sink that takes sound as a card would and drops it; returns when devices are listed with it.
    void add_sink(const std::string& name);
    /// Takes one away, like a card that is pulled out.
    void remove_sink(const std::string& name);
    /// Adds PipeWire's PulseAudio service.
    void add_pulse();

    void kill_pulse() { pulse_->kill(); }
    void kill() { daemon_->kill(); }

private:
    const PrivateRuntime& runtime_;
    std::unique_ptr<ServerProcess> bus_;
    std::unique_ptr<ServerProcess> daemon_;
    std::unique_ptr<ServerProcess> session_;
    std::unique_ptr<ServerProcess> pulse_;
};

/// JACK with its dummy driver: two channels each way, 48 kHz.
class JackServer {
public:
    JackServer(const PrivateRuntime& runtime, std::size_t period_frames);
    ~JackServer();
    JackServer(const JackServer&) = delete;
    JackServer& operator=(const JackServer&) = delete;

    void set_period(std::size_t frames);
    void kill();

private:
    [[nodiscard]] bool start();
    [[nodiscard]] std::string name() const;

    const PrivateRuntime& runtime_;
    std::size_t period_frames_;
    bool killed_ = false;
    std::unique_ptr<ServerProcess> daemon_;
};

/// What a stream's listener was told, in order.
class EventLog {
public:
    [[nodiscard]] StreamListener listener();
    /// False when no such event has come within ten seconds.
    [[nodiscard]] bool wait_for(StreamEvent event);
    [[nodiscard]] std::size_t count(StreamEvent event);
    /// The detail of the last event.
    [[nodiscard]] std::string last_detail();

private:
    struct Entry {
        StreamEvent event;
        std::string detail;
    };
    std::mutex mutex_;
    std::condition_variable grown_;
    std::vector<Entry> entries_;
};

/// Whether a program of this name is installed.
[[nodiscard]] bool is_installed(const std::string& program);

/// Looks again and again until `condition` holds; false when it does not within ten seconds.
template <class Condition>
[[nodiscard]] bool eventually(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

[[nodiscard]] bool is_listed(const std::string& device_id);

}  // namespace attacca::device
