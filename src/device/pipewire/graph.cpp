#include "device/pipewire/graph.h"

#include <pipewire/extensions/metadata.h>
#include <spa/utils/json.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <utility>

namespace attacca::device {
namespace {

constexpr int kAnswerTimeoutS = 2;
constexpr const char* kNoDaemon =
    "no PipeWire daemon answers at $XDG_RUNTIME_DIR/pipewire-0: start the user service \"pipewire\"";

void init_library() {
    static std::once_flag once;
    std::call_once(once, [] {
        pw_init(nullptr, nullptr);
        // A library does not print. Someone who asks for more than warnings, with PIPEWIRE_DEBUG, still gets them.
        if (pw_log_level <= SPA_LOG_LEVEL_WARN) pw_log_set_level(SPA_LOG_LEVEL_NONE);
    });
}

/// Held while a context is made, connected or destroyed: the library then loads or unloads its modules and fills
/// tables that all contexts share, without a lock of its own.
std::mutex& contexts_mutex() {
    static std::mutex mutex;
    return mutex;
}

std::string text_of(const char* text) { return text == nullptr ? "" : text; }

/// "one" from `{"name":"one"}`.
std::string name_in_json(const char* value) {
    std::array<spa_json, 2> json{};
    std::array<char, 512> key{};
    std::array<char, 512> name{};
    spa_json_init(&json[0], value, std::strlen(value));
    if (spa_json_enter_object(&json[0], &json[1]) <= 0) return {};
    while (spa_json_get_string(&json[1], key.data(), key.size()) > 0) {
        if (std::strcmp(key.data(), "name") != 0) {
            const char* skipped = nullptr;
            if (spa_json_next(&json[1], &skipped) <= 0) break;
        } else if (spa_json_get_string(&json[1], name.data(), name.size()) > 0) {
            return name.data();
        }
    }
    return {};
}

}  // namespace

/// An object of the daemon's that we listen to: a node, or a metadata store.
struct PipewireGraph::Bound {
    PipewireGraph* graph = nullptr;
    pw_proxy* proxy = nullptr;
    spa_hook hook{};
    bool is_node = false;
    Node node;

    ~Bound() {
        if (proxy == nullptr) return;
        spa_hook_remove(&hook);
        pw_proxy_destroy(proxy);
    }
};

const pw_core_events PipewireGraph::kCoreEvents = {
    .version = PW_VERSION_CORE_EVENTS,
    .done =
        [](void* data, std::uint32_t id, int seq) {
            auto* graph = static_cast<PipewireGraph*>(data);
            if (id != PW_ID_CORE || seq != graph->awaited_) return;
            graph->answered_ = true;
            pw_thread_loop_signal(graph->loop_, false);
        },
    .error =
        [](void* data, std::uint32_t id, int, int result, const char* message) {
            auto* graph = static_cast<PipewireGraph*>(data);
            if (id != PW_ID_CORE || result != -EPIPE) return;
            graph->broken_ = "the PipeWire daemon is gone (" + text_of(message) + ")";
            pw_thread_loop_signal(graph->loop_, false);
            graph->tell(GraphChange::server_gone, graph->broken_);
        },
};

const pw_registry_events PipewireGraph::kRegistryEvents = {
    .version = PW_VERSION_REGISTRY_EVENTS,
    .global = [](void* data, std::uint32_t id, std::uint32_t, const char* type, std::uint32_t,
                 const spa_dict* props) { static_cast<PipewireGraph*>(data)->add_global(id, type, props); },
    .global_remove = [](void* data, std::uint32_t id) { static_cast<PipewireGraph*>(data)->remove_global(id); },
};

const pw_node_events PipewireGraph::kNodeEvents = {
    .version = PW_VERSION_NODE_EVENTS,
    .info =
        [](void* data, const pw_node_info* info) {
            auto* bound = static_cast<Bound*>(data);
            bound->graph->read_node(*bound, *info);
        },
};

Result<std::unique_ptr<PipewireGraph>> PipewireGraph::connect() {
    init_library();
    std::unique_ptr<PipewireGraph> graph(new PipewireGraph);
    if (auto opened = graph->open(); !opened) return fail(opened.error());
    return graph;
}

Status PipewireGraph::open() {
    loop_ = pw_thread_loop_new("attacca-pw", nullptr);
    if (loop_ == nullptr) return fail(ErrorCode::unavailable, "PipeWire's client library cannot make its loop");
    if (auto made = make_context(); !made) return made;
    if (pw_thread_loop_start(loop_) != 0) return fail(ErrorCode::system, "PipeWire's thread does not start");

    const PipewireLock lock(loop_);
    {
        const std::lock_guard contexts(contexts_mutex());
        core_ = pw_context_connect(context_, nullptr, 0);
    }
    if (core_ == nullptr) return fail(ErrorCode::no_device, kNoDaemon);
    pw_core_add_listener(core_, &core_hook_, &kCoreEvents, this);
    registry_ = pw_core_get_registry(core_, PW_VERSION_REGISTRY, 0);
    pw_registry_add_listener(registry_, &registry_hook_, &kRegistryEvents, this);
    // The first answer brings the list of what there is, the second what each of it says of itself.
    if (auto listed = round_trip(); !listed) return listed;
    return round_trip();
}

Status PipewireGraph::make_context() {
    const std::lock_guard contexts(contexts_mutex());
    // Only a context made with this file gives its clients a real-time thread; later versions may lack it.
    context_ = pw_context_new(pw_thread_loop_get_loop(loop_),
                              pw_properties_new(PW_KEY_CONFIG_NAME, "client-rt.conf", nullptr), 0);
    if (context_ == nullptr) context_ = pw_context_new(pw_thread_loop_get_loop(loop_), nullptr, 0);
    if (context_ == nullptr) {
        return fail(ErrorCode::unavailable,
                    "PipeWire's client library lacks its modules or its configuration: install pipewire-bin");
    }
    return {};
}

Status PipewireGraph::round_trip() {
    answered_ = false;
    awaited_ = pw_core_sync(core_, PW_ID_CORE, awaited_);
    while (!answered_ && broken_.empty()) {
        if (pw_thread_loop_timed_wait(loop_, kAnswerTimeoutS) != 0) {
            return fail(ErrorCode::no_device, "the PipeWire daemon accepts connections but does not answer");
        }
    }
    if (!broken_.empty()) return fail(ErrorCode::no_device, broken_);
    return {};
}

PipewireGraph::~PipewireGraph() {
    if (loop_ != nullptr) pw_thread_loop_stop(loop_);
    bound_.clear();
    if (registry_ != nullptr) {
        spa_hook_remove(&registry_hook_);
        pw_proxy_destroy(reinterpret_cast<pw_proxy*>(registry_));
    }
    if (core_ != nullptr) spa_hook_remove(&core_hook_);
    {
        const std::lock_guard contexts(contexts_mutex());
        if (core_ != nullptr) pw_core_disconnect(core_);
        if (context_ != nullptr) pw_context_destroy(context_);
    }
    if (loop_ != nullptr) pw_thread_loop_destroy(loop_);
}

void PipewireGraph::tell(GraphChange change, const std::string& detail) {
    if (observer_) observer_(change, detail);
}

void PipewireGraph::add_global(std::uint32_t id, const char* type, const spa_dict* props) {
    if (props == nullptr) return;
    if (std::strcmp(type, PW_TYPE_INTERFACE_Node) == 0) {
        const std::string media_class = text_of(spa_dict_lookup(props, PW_KEY_MEDIA_CLASS));
        if (media_class.starts_with("Audio/")) bind_node(id, media_class, *props);
    } else if (std::strcmp(type, PW_TYPE_INTERFACE_Metadata) == 0) {
        const std::string name = text_of(spa_dict_lookup(props, PW_KEY_METADATA_NAME));
        if (name == "default" || name == "settings") bind_metadata(id);
    }
}

void PipewireGraph::bind_node(std::uint32_t id, const std::string& media_class, const spa_dict& props) {
    auto bound = std::make_unique<Bound>();
    bound->graph = this;
    bound->is_node = true;
    bound->node.name = text_of(spa_dict_lookup(&props, PW_KEY_NODE_NAME));
    bound->node.description = text_of(spa_dict_lookup(&props, PW_KEY_NODE_DESCRIPTION));
    if (bound->node.description.empty()) bound->node.description = bound->node.name;
    bound->node.is_duplex = media_class == "Audio/Duplex";
    bound->proxy = static_cast<pw_proxy*>(pw_registry_bind(registry_, id, PW_TYPE_INTERFACE_Node, PW_VERSION_NODE, 0));
    if (bound->proxy == nullptr) return;
    pw_node_add_listener(reinterpret_cast<pw_node*>(bound->proxy), &bound->hook, &kNodeEvents, bound.get());
    bound_[id] = std::move(bound);
}

void PipewireGraph::bind_metadata(std::uint32_t id) {
    static constexpr pw_metadata_events kMetadataEvents = {
        .version = PW_VERSION_METADATA_EVENTS,
        .property = [](void* data, std::uint32_t, const char* key, const char*,
                       const char* value) { return static_cast<PipewireGraph*>(data)->read_property(key, value); },
    };
    auto bound = std::make_unique<Bound>();
    bound->graph = this;
    bound->proxy =
        static_cast<pw_proxy*>(pw_registry_bind(registry_, id, PW_TYPE_INTERFACE_Metadata, PW_VERSION_METADATA, 0));
    if (bound->proxy == nullptr) return;
    pw_metadata_add_listener(reinterpret_cast<pw_metadata*>(bound->proxy), &bound->hook, &kMetadataEvents, this);
    bound_[id] = std::move(bound);
}

void PipewireGraph::remove_global(std::uint32_t id) {
    const auto found = bound_.find(id);
    if (found == bound_.end()) return;
    const auto bound = std::move(found->second);
    bound_.erase(found);
    if (bound->is_node) tell(GraphChange::device_gone, bound->node.name);
}

void PipewireGraph::read_node(Bound& bound, const pw_node_info& info) {
    bound.node.playback_channels = info.n_input_ports;
    bound.node.capture_channels = info.n_output_ports;
}

int PipewireGraph::read_property(const char* key, const char* value) {
    const auto set_default = [&](std::string& current, GraphChange change) {
        std::string name = value == nullptr ? "" : name_in_json(value);
        if (name == current) return;
        current = std::move(name);
        tell(change, current);
    };
    if (key == nullptr) return 0;
    if (std::strcmp(key, "default.audio.sink") == 0) {
        set_default(default_output_, GraphChange::default_output);
    } else if (std::strcmp(key, "default.audio.source") == 0) {
        set_default(default_input_, GraphChange::default_input);
    } else if (std::strncmp(key, "clock.", 6) == 0 && value != nullptr) {
        settings_[key] = std::strtod(value, nullptr);
    }
    return 0;
}

std::vector<DeviceInfo> PipewireGraph::devices() const {
    const auto rate = settings_.find("clock.rate");
    std::vector<DeviceInfo> devices;
    for (const auto& [id, bound] : bound_) {
        if (!bound->is_node) continue;
        const Node& node = bound->node;
        DeviceInfo device{.id = std::string(kPipewirePrefix) + node.name,
                          .name = node.description,
                          .backend = "pipewire",
                          .sample_rate = rate == settings_.end() ? 0.0 : rate->second};
        if (node.playback_channels > 0) {
            DeviceInfo sink = device;
            sink.output_channels = node.playback_channels;
            sink.default_output = node.name == default_output_;
            if (node.is_duplex) {
                sink.input_channels = node.capture_channels;
                sink.default_input = node.name == default_input_;
            }
            devices.push_back(sink);
            if (node.is_duplex) continue;
            // Where there is no microphone, PipeWire's default source is a sink's monitor under the sink's name.
            device.id += kMonitorSuffix;
            device.name = "Monitor of " + device.name;
        }
        if (node.capture_channels > 0) {
            device.input_channels = node.capture_channels;
            device.default_input = node.name == default_input_;
            devices.push_back(device);
        }
    }
    return devices;
}

Result<DeviceInfo> PipewireGraph::find(std::string_view name, Direction direction) const {
    const bool plays = direction == Direction::output;
    for (const DeviceInfo& device : devices()) {
        if ((plays ? device.output_channels : device.input_channels) == 0) continue;
        const bool wanted = name.empty() ? (plays ? device.default_output : device.default_input)
                                         : std::string_view(device.id).substr(kPipewirePrefix.size()) == name;
        if (wanted) return device;
    }
    const std::string kind = plays ? "output" : "input";
    if (name.empty()) return fail(ErrorCode::no_device, "PipeWire runs, but has no default " + kind + " device");
    return fail(ErrorCode::not_found, "PipeWire has no " + kind + " device \"" + std::string(name) + "\"");
}

std::size_t PipewireGraph::quantum_for(std::size_t block_frames, double sample_rate) const {
    const auto setting = [&](std::string_view key, double fallback) {
        const auto found = settings_.find(key);
        return found == settings_.end() || found->second <= 0.0 ? fallback : found->second;
    };
    const double ratio = sample_rate / setting("clock.rate", sample_rate);
    const double asked = std::max(1.0, static_cast<double>(block_frames) / ratio);
    const double power = static_cast<double>(std::bit_floor(static_cast<std::size_t>(asked)));
    const double clamped = std::clamp(power, setting("clock.min-quantum", 1.0), setting("clock.max-quantum", 8192.0));
    const double quantum = setting("clock.force-quantum", clamped);
    return std::max<std::size_t>(1, static_cast<std::size_t>(quantum * ratio + 0.5));
}

}  // namespace attacca::device
