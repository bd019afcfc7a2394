// PipeWire, spoken to directly.
#include <string>
#include <utility>

#include "device/backend.h"
#include "device/pipewire/graph.h"
#include "device/pipewire/stream.h"

namespace attacca::device {
namespace {

class PipewireBackend final : public Backend {
public:
    std::string_view name() const noexcept override { return "pipewire"; }

    BackendState state() override {
        const auto graph = PipewireGraph::connect();
        if (!graph) return {.name = "pipewire", .answers = false, .detail = graph.error().detail};
        return {.name = "pipewire", .answers = true, .detail = "library " + std::string(pw_get_library_version())};
    }

    std::vector<DeviceInfo> devices() override {
        const auto graph = PipewireGraph::connect();
        if (!graph) return {};
        const PipewireLock lock((*graph)->loop());
        return (*graph)->devices();
    }

    Result<std::unique_ptr<Stream>> open(const StreamSpec& spec, AudioCallback& callback,
                                         StreamListener listener) override {
        auto graph = PipewireGraph::connect();
        if (!graph) return fail(graph.error());
        const auto ends = find_ends(**graph, spec);
        if (!ends) return fail(ends.error());
        auto stream = std::make_unique<PipewireStream>(std::move(*graph), callback, std::move(listener));
        if (auto connected = stream->connect(spec, ends->output, ends->input); !connected) {
            return fail(connected.error());
        }
        return stream;
    }

private:
    struct Ends {
        DeviceInfo output;
        DeviceInfo input;
    };

    /// A duplex stream takes the default of the other direction where the named device has only one.
    static Result<Ends> find_ends(const PipewireGraph& graph, const StreamSpec& spec) {
        const PipewireLock lock(graph.loop());
        auto output = graph.find(spec.device, Direction::output);
        auto input = graph.find(spec.device, Direction::input);
        if (spec.direction == Direction::duplex && output && !input) input = graph.find("", Direction::input);
        if (spec.direction == Direction::duplex && input && !output) output = graph.find("", Direction::output);
        if (has_output(spec.direction) && !output) return fail(output.error());
        if (has_input(spec.direction) && !input) return fail(input.error());
        return Ends{output ? *output : DeviceInfo{}, input ? *input : DeviceInfo{}};
    }
};

}  // namespace

Backend& pipewire_backend() {
    static PipewireBackend backend;
    return backend;
}

}  // namespace attacca::device
