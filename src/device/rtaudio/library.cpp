#include "device/rtaudio/library.h"

#include <string>

#include "attacca/base/shared_library.h"
#include "device/alsa_silence.h"

namespace attacca::device {
namespace {

/// The version whose interface the header describes: the next one numbers devices differently.
constexpr const char* kLibraryFile = "librtaudio.so.6";

bool fill(RtAudioLibrary& functions, const SharedLibrary& library) {
    return library.find("rtaudio_create", functions.create) && library.find("rtaudio_destroy", functions.destroy) &&
           library.find("rtaudio_error", functions.error) &&
           library.find("rtaudio_show_warnings", functions.show_warnings) &&
           library.find("rtaudio_device_count", functions.device_count) &&
           library.find("rtaudio_get_device_info", functions.get_device_info) &&
           library.find("rtaudio_open_stream", functions.open_stream) &&
           library.find("rtaudio_close_stream", functions.close_stream) &&
           library.find("rtaudio_start_stream", functions.start_stream) &&
           library.find("rtaudio_abort_stream", functions.abort_stream) &&
           library.find("rtaudio_is_stream_running", functions.is_stream_running) &&
           library.find("rtaudio_get_stream_latency", functions.get_stream_latency) &&
           library.find("rtaudio_get_stream_sample_rate", functions.get_stream_sample_rate);
}

}  // namespace

const RtAudioLibrary* RtAudioLibrary::load() {
    static const RtAudioLibrary functions = [] {
        RtAudioLibrary loaded;
        if (!fill(loaded, SharedLibrary(kLibraryFile))) return RtAudioLibrary{};
        silence_alsa();
        return loaded;
    }();
    return functions.create == nullptr ? nullptr : &functions;
}

RtAudioHandle::RtAudioHandle(const RtAudioLibrary& library, rtaudio_api_t api)
    : library_(library), handle_(library.create(api)) {
    library_.show_warnings(handle_, 0);
}

RtAudioHandle::~RtAudioHandle() { library_.destroy(handle_); }

std::vector<DeviceInfo> RtAudioHandle::devices(const std::string& backend) const {
    std::vector<DeviceInfo> devices;
    const int count = library_.device_count(handle_);
    for (int index = 0; index < count; ++index) {
        const rtaudio_device_info_t info = library_.get_device_info(handle_, index);
        const std::string name = info.name;
        devices.push_back({.id = backend + ":" + name,
                           .name = name,
                           .backend = backend,
                           .output_channels = info.output_channels,
                           .input_channels = info.input_channels,
                           .sample_rate = static_cast<double>(info.preferred_sample_rate),
                           .default_output = info.is_default_output != 0,
                           .default_input = info.is_default_input != 0});
    }
    return devices;
}

}  // namespace attacca::device
