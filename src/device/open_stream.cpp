// Finds the device that a name means, and opens it with the backend it belongs to.
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "attacca/base/nearest_name.h"
#include "device/backend.h"
#include "device/name_part.h"

namespace attacca::device {
namespace {

constexpr double kMinRateHz = 1000.0;
constexpr double kMaxRateHz = 768000.0;
constexpr std::size_t kMaxChannels = 64;
constexpr std::size_t kMaxBlockFrames = 65536;

Status check(const StreamSpec& spec) {
    if (!(spec.sample_rate >= kMinRateHz && spec.sample_rate <= kMaxRateHz)) {
        return fail(ErrorCode::invalid_argument,
                    "sample rate " + std::to_string(spec.sample_rate) + " Hz: a stream runs at 1000 to 768000 Hz");
    }
    if (spec.channels < 1 || spec.channels > kMaxChannels) {
        return fail(ErrorCode::invalid_argument,
                    std::to_string(spec.channels) + " channels: a stream has 1 to " + std::to_string(kMaxChannels));
    }
    if (spec.block_frames < 1 || spec.block_frames > kMaxBlockFrames) {
        return fail(ErrorCode::invalid_argument, "blocks of " + std::to_string(spec.block_frames) +
                                                     " frames: a stream's have 1 to " +
                                                     std::to_string(kMaxBlockFrames));
    }
    return {};
}

bool says_no_device(const Error& error) {
    return error.code == ErrorCode::no_device || error.code == ErrorCode::unavailable;
}

/// The first backend with a default device opens it; the null device is the last of them and always does.
Result<std::unique_ptr<Stream>> open_default(const StreamSpec& spec, AudioCallback& callback,
                                             const StreamListener& listener) {
    for (Backend* backend : backends()) {
        auto opened = backend->open(spec, callback, listener);
        if (opened || !says_no_device(opened.error())) return opened;
    }
    return fail(ErrorCode::no_device, "no sound device answers");
}

bool fits(const DeviceInfo& device, Direction direction) {
    return (!has_output(direction) || device.output_channels > 0) &&
           (!has_input(direction) || device.input_channels > 0);
}

std::vector<DeviceInfo> devices_for(Direction direction) {
    auto all = list_devices();
    std::erase_if(all, [&](const DeviceInfo& device) { return !fits(device, direction); });
    return all;
}

std::string listed(const std::vector<DeviceInfo>& devices) {
    std::string text;
    for (const auto& device : devices) text += (text.empty() ? "\"" : ", \"") + device.id + "\"";
    return text;
}

/// The end of a sentence that says that `name` is not there.
std::string what_there_is(const std::string& name, const std::vector<DeviceInfo>& devices) {
    std::vector<std::string> names;
    for (const auto& device : devices) {
        names.push_back(device.id);
        names.push_back(device.name);
    }
    const std::string nearest = nearest_name(name, names);
    const std::string meant = nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?";
    return meant + (devices.empty() ? "; there is none for this direction" : "; there are " + listed(devices));
}

/// What of an id or name people type: any part of either, upper or lower case. PipeWire's devices are also
/// PulseAudio's and ALSA's, under the same names: the first backend that has one is meant.
Result<std::string> id_of_name(const std::string& name, Direction direction) {
    const auto candidates = devices_for(direction);
    std::vector<DeviceInfo> matches;
    for (const auto& device : candidates) {
        if (device.id == name || device.name == name) return device.id;
        const bool part = has_part(device.id, name) || has_part(device.name, name);
        if (part && (matches.empty() || matches.front().backend == device.backend)) matches.push_back(device);
    }
    if (matches.size() == 1) return matches.front().id;
    if (matches.empty()) {
        return fail(ErrorCode::not_found, "no device \"" + name + "\"" + what_there_is(name, candidates));
    }
    return fail(ErrorCode::invalid_argument, "\"" + name + "\" could be any of " + listed(matches) + ": name one");
}

/// Every backend marks its own default; the one of the first is that of the machine.
void keep_first(std::vector<DeviceInfo>& devices, bool DeviceInfo::*mark) {
    auto first = std::ranges::find_if(devices, [&](const DeviceInfo& device) { return device.*mark; });
    if (first == devices.end()) return;
    for (auto later = std::next(first); later != devices.end(); ++later) (*later).*mark = false;
}

Backend* backend_named(std::string_view name) {
    const auto all = backends();
    const auto found = std::find_if(all.begin(), all.end(), [&](Backend* backend) { return backend->name() == name; });
    return found == all.end() ? nullptr : *found;
}

}  // namespace

Result<std::unique_ptr<Stream>> open_stream(const StreamSpec& spec, AudioCallback& callback, StreamListener listener) {
    if (auto usable = check(spec); !usable) return fail(usable.error());
    if (spec.device.empty()) return open_default(spec, callback, listener);

    std::string id = spec.device;
    if (backend_named(id.substr(0, id.find(':'))) == nullptr) {
        auto found = id_of_name(id, spec.direction);
        if (!found) return fail(found.error());
        id = *found;
    }
    const auto colon = id.find(':');
    StreamSpec of_backend = spec;
    of_backend.device = colon == std::string::npos ? "" : id.substr(colon + 1);
    auto opened = backend_named(id.substr(0, colon))->open(of_backend, callback, std::move(listener));
    if (!opened && opened.error().code == ErrorCode::not_found) {
        return fail(ErrorCode::not_found,
                    opened.error().detail + what_there_is(spec.device, devices_for(spec.direction)));
    }
    return opened;
}

std::vector<DeviceInfo> list_devices() {
    std::vector<DeviceInfo> all;
    for (Backend* backend : backends()) {
        auto devices = backend->devices();
        std::move(devices.begin(), devices.end(), std::back_inserter(all));
    }
    keep_first(all, &DeviceInfo::default_output);
    keep_first(all, &DeviceInfo::default_input);
    return all;
}

std::vector<BackendState> list_backends() {
    std::vector<BackendState> states;
    for (Backend* backend : backends()) states.push_back(backend->state());
    return states;
}

}  // namespace attacca::device
