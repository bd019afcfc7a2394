// A connection to the PipeWire daemon, and what the daemon says is there.
#pragma once

#include <pipewire/pipewire.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/device/device.h"

namespace attacca::device {

inline constexpr std::string_view kPipewirePrefix = "pipewire:";
inline constexpr std::string_view kMonitorSuffix = ".monitor";

/// What a stream wants to hear of.
enum class GraphChange {
    default_output,  ///< The detail is the new default's name, empty when there is none.
    default_input,
    device_gone,  ///< The detail is its name.
    server_gone,  ///< The detail says why.
};

/// The sinks and sources of the daemon, kept up to date while this lives.
///
/// Threads    PipeWire calls back on a thread of the connection's own; every other thread holds a
///            `PipewireLock` while it calls a member or touches what PipeWire made from `core()`.
/// Failure    `connect` fails within milliseconds where no daemon listens; it starts none and prints nothing.
class PipewireGraph {
public:
    /// One sink or source.
    struct Node {
        std::string name;
        std::string description;
        std::size_t playback_channels = 0;
        std::size_t capture_channels = 0;  ///< A sink's are those of its monitor.
        bool is_duplex = false;            ///< It captures something of its own, not what it plays.
    };
    /// Called on PipeWire's thread with the lock held.
    using Observer = std::function<void(GraphChange, const std::string& detail)>;

    /// Returns when the daemon has told of every device and of the defaults.
    [[nodiscard]] static Result<std::unique_ptr<PipewireGraph>> connect();
    ~PipewireGraph();
    PipewireGraph(const PipewireGraph&) = delete;
    PipewireGraph& operator=(const PipewireGraph&) = delete;

    [[nodiscard]] std::vector<DeviceInfo> devices() const;

    /// The device of this name that plays (`Direction::output`) or captures (`Direction::input`), the default
    /// one for an empty name. A sink's monitor is called "<sink>.monitor".
    /// Failure: `not_found`, or `no_device` when there is no default.
    [[nodiscard]] Result<DeviceInfo> find(std::string_view name, Direction direction) const;

    /// How many frames the daemon would handle at once for a client that asks for `block_frames`.
    [[nodiscard]] std::size_t quantum_for(std::size_t block_frames, double sample_rate) const;

    void observe(Observer observer) { observer_ = std::move(observer); }

    [[nodiscard]] pw_thread_loop* loop() const noexcept { return loop_; }
    [[nodiscard]] pw_context* context() const noexcept { return context_; }
    [[nodiscard]] pw_core* core() const noexcept { return core_; }

private:
    struct Bound;

    PipewireGraph() = default;
    [[nodiscard]] Status open();
    [[nodiscard]] Status make_context();
    [[nodiscard]] Status round_trip();
    void tell(GraphChange change, const std::string& detail);

    void add_global(std::uint32_t id, const char* type, const spa_dict* props);
    void bind_node(std::uint32_t id, const std::string& media_class, const spa_dict& props);
    void bind_metadata(std::uint32_t id);
    void remove_global(std::uint32_t id);
    void read_node(Bound& bound, const pw_node_info& info);
    int read_property(const char* key, const char* value);

    static const pw_core_events kCoreEvents;
    static const pw_registry_events kRegistryEvents;
    static const pw_node_events kNodeEvents;

    pw_thread_loop* loop_ = nullptr;
    pw_context* context_ = nullptr;
    pw_core* core_ = nullptr;
    pw_registry* registry_ = nullptr;
    spa_hook core_hook_{};
    spa_hook registry_hook_{};
    int awaited_ = 0;
    bool answered_ = false;
    std::string broken_;

    std::map<std::uint32_t, std::unique_ptr<Bound>> bound_;
    std::string default_output_;
    std::string default_input_;
    std::map<std::string, double, std::less<>> settings_;
    Observer observer_;
};

/// Holds PipeWire's thread off. One thread may nest them.
class PipewireLock {
public:
    explicit PipewireLock(pw_thread_loop* loop) : loop_(loop) { pw_thread_loop_lock(loop_); }
    ~PipewireLock() { pw_thread_loop_unlock(loop_); }
    PipewireLock(const PipewireLock&) = delete;
    PipewireLock& operator=(const PipewireLock&) = delete;

private:
    pw_thread_loop* loop_;
};

}  // namespace attacca::device
