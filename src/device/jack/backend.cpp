// JACK, spoken to directly.
#include "device/backend.h"

#include <algorithm>
#include <string>
#include <utility>

#include "device/jack/client.h"
#include "device/jack/stream.h"

namespace attacca::device {
namespace {

class JackBackend final : public Backend {
public:
    std::string_view name() const noexcept override { return "jack"; }

    BackendState state() override {
        const auto client = open_jack_client("attacca-probe");
        if (!client) return {.name = "jack", .answers = false, .detail = client.error().detail};
        return {.name = "jack",
                .answers = true,
                .detail = std::to_string(jack_get_sample_rate(client->get())) + " Hz, periods of " +
                          std::to_string(jack_get_buffer_size(client->get())) + " frames"};
    }

    std::vector<DeviceInfo> devices() override {
        const auto client = open_jack_client("attacca-probe");
        if (!client) return {};
        return jack_devices(client->get());
    }

    Result<std::unique_ptr<Stream>> open(const StreamSpec& spec, AudioCallback& callback,
                                         StreamListener listener) override {
        auto client = open_jack_client(spec.client_name);
        if (!client) return fail(client.error());
        const auto device = find(client->get(), spec);
        if (!device) return fail(device.error());
        auto stream = std::make_unique<JackStream>(std::move(*client), callback, std::move(listener));
        if (auto prepared = stream->prepare(spec, *device); !prepared) return fail(prepared.error());
        return stream;
    }

private:
    static Result<DeviceInfo> find(jack_client_t* client, const StreamSpec& spec) {
        const auto usable = [&](const DeviceInfo& device) {
            return (!has_output(spec.direction) || device.output_channels > 0) &&
                   (!has_input(spec.direction) || device.input_channels > 0);
        };
        for (const DeviceInfo& device : jack_devices(client)) {
            const bool wanted = spec.device.empty() || device.id.substr(kJackPrefix.size()) == spec.device;
            if (wanted && usable(device)) return device;
        }
        if (spec.device.empty()) return fail(ErrorCode::no_device, "JACK runs without a sound card");
        return fail(ErrorCode::not_found, "JACK has no device \"" + spec.device + "\" for this direction");
    }
};

}  // namespace

Backend& jack_backend() {
    static JackBackend backend;
    return backend;
}

}  // namespace attacca::device
