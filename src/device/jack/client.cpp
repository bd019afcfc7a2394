#include "device/jack/client.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace attacca::device {
namespace {

void say_nothing(const char*) {}

std::vector<std::string> physical_ports(jack_client_t* client, JackPortFlags flow) {
    std::vector<std::string> names;
    const unsigned long flags = JackPortIsPhysical | static_cast<unsigned long>(flow);
    const char** ports = jack_get_ports(client, nullptr, JACK_DEFAULT_AUDIO_TYPE, flags);
    if (ports == nullptr) return names;
    for (const char** port = ports; *port != nullptr; ++port) names.emplace_back(*port);
    jack_free(ports);
    return names;
}

std::string device_of(const std::string& port) { return port.substr(0, port.find(':')); }

}  // namespace

Result<JackClient> open_jack_client(const std::string& name) {
    static std::once_flag silenced;
    std::call_once(silenced, [] {
        jack_set_error_function(say_nothing);
        jack_set_info_function(say_nothing);
    });
    jack_status_t status{};
    const std::size_t longest = static_cast<std::size_t>(jack_client_name_size()) - 1;
    JackClient client(jack_client_open(name.substr(0, longest).c_str(), JackNoStartServer, &status));
    if (client != nullptr) return client;
    if ((status & JackVersionError) != 0) {
        return fail(ErrorCode::no_device, "the JACK server that runs is of another version than its library");
    }
    return fail(ErrorCode::no_device,
                "no JACK server runs for this user: start one, for example with jackd or qjackctl");
}

Result<std::unique_ptr<JackWatch>> JackWatch::open() {
    auto client = open_jack_client("attacca-watch");
    if (!client) return fail(client.error());
    return std::unique_ptr<JackWatch>(new JackWatch(std::move(*client)));
}

JackWatch::JackWatch(JackClient client) : client_(std::move(client)) {
    const auto leave = [](jack_status_t, const char*, void* self) {
        run_uncanceled([=] { static_cast<JackWatch*>(self)->gone_.store(true, std::memory_order_relaxed); });
    };
    jack_on_info_shutdown(client_.get(), leave, this);
}

std::vector<DeviceInfo> jack_devices(jack_client_t* client) {
    std::vector<DeviceInfo> devices;
    const auto device_named = [&](const std::string& name) -> DeviceInfo& {
        const std::string id = std::string(kJackPrefix) + name;
        const auto found = std::ranges::find(devices, id, &DeviceInfo::id);
        if (found != devices.end()) return *found;
        devices.push_back({.id = id,
                           .name = "JACK " + name,
                           .backend = "jack",
                           .sample_rate = static_cast<double>(jack_get_sample_rate(client))});
        return devices.back();
    };
    for (const auto& port : physical_ports(client, JackPortIsInput)) ++device_named(device_of(port)).output_channels;
    for (const auto& port : physical_ports(client, JackPortIsOutput)) ++device_named(device_of(port)).input_channels;
    const auto first_output = std::ranges::find_if(devices, [](const auto& d) { return d.output_channels > 0; });
    const auto first_input = std::ranges::find_if(devices, [](const auto& d) { return d.input_channels > 0; });
    if (first_output != devices.end()) first_output->default_output = true;
    if (first_input != devices.end()) first_input->default_input = true;
    return devices;
}

std::vector<std::string> jack_ports(jack_client_t* client, const std::string& device, JackPortFlags flow) {
    auto ports = physical_ports(client, flow);
    std::erase_if(ports, [&](const std::string& port) { return device_of(port) != device; });
    return ports;
}

}  // namespace attacca::device
