#include "device/rtaudio/library.h"

#include <dlfcn.h>

#include <string>

namespace attacca::device {
namespace {

/// The version whose interface the header describes: the next one numbers devices differently.
constexpr const char* kLibraryFile = "librtaudio.so.6";
constexpr const char* kAlsaFile = "libasound.so.2";

template <class Function>
bool find(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(dlsym(library, name));
    return function != nullptr;
}

void say_nothing(const char*, int, const char*, int, const char*, ...) {}

/// ALSA's library prints to standard error what it finds wrong with a machine's configuration.
void silence_alsa() {
    using SetHandler = int (*)(decltype(&say_nothing));
    void* alsa = dlopen(kAlsaFile, RTLD_LAZY | RTLD_NOLOAD);
    if (alsa == nullptr) return;
    SetHandler set_handler = nullptr;
    if (find(alsa, "snd_lib_error_set_handler", set_handler)) set_handler(say_nothing);
}

bool fill(RtAudioLibrary& functions, void* library) {
    return find(library, "rtaudio_create", functions.create) && find(library, "rtaudio_destroy", functions.destroy) &&
           find(library, "rtaudio_error", functions.error) &&
           find(library, "rtaudio_show_warnings", functions.show_warnings) &&
           find(library, "rtaudio_device_count", functions.device_count) &&
           find(library, "rtaudio_get_device_info", functions.get_device_info) &&
           find(library, "rtaudio_open_stream", functions.open_stream) &&
           find(library, "rtaudio_close_stream", functions.close_stream) &&
           find(library, "rtaudio_start_stream", functions.start_stream) &&
           find(library, "rtaudio_abort_stream", functions.abort_stream) &&
           find(library, "rtaudio_is_stream_running", functions.is_stream_running) &&
           find(library, "rtaudio_get_stream_latency", functions.get_stream_latency) &&
           find(library, "rtaudio_get_stream_sample_rate", functions.get_stream_sample_rate);
}

}  // namespace

const RtAudioLibrary* RtAudioLibrary::load() {
    static const RtAudioLibrary functions = [] {
        RtAudioLibrary loaded;
        void* library = dlopen(kLibraryFile, RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr || !fill(loaded, library)) return RtAudioLibrary{};
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
