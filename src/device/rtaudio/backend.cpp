// ALSA and PulseAudio, through RtAudio.
#include "device/backend.h"

#include <filesystem>
#include <mutex>
#include <string>
#include <utility>

#include "device/rtaudio/library.h"
#include "device/rtaudio/stream.h"

namespace attacca::device {
namespace {

/// Whether the kernel has a sound card. Asking ALSA instead takes 9 ms, and what it offers without a card is
/// a way round to PipeWire or PulseAudio.
bool has_card() {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator("/dev/snd", ignored)) {
        if (entry.path().filename().string().starts_with("controlC")) return true;
    }
    return false;
}

/// RtAudio 5.2 keeps PulseAudio's loop and what it lists in variables of the whole process: two threads that ask at
/// once, a player that opens and a window that lists, crash in it.
std::mutex& asking() {
    static std::mutex one;
    return one;
}

class RtAudioBackend final : public Backend {
public:
    RtAudioBackend(std::string name, rtaudio_api_t api) : name_(std::move(name)), api_(api) {}

    std::string_view name() const noexcept override { return name_; }

    BackendState state() override {
        const std::lock_guard lock(asking());
        const auto found = look();
        if (!found) return {.name = name_, .answers = false, .detail = found.error().detail};
        return {.name = name_,
                .answers = true,
                .detail = "through RtAudio, " + std::to_string((*found)->devices(name_).size()) + " devices"};
    }

    std::vector<DeviceInfo> devices() override {
        const std::lock_guard lock(asking());
        const auto found = look();
        return found ? (*found)->devices(name_) : std::vector<DeviceInfo>{};
    }

    Result<std::unique_ptr<Stream>> open(const StreamSpec& spec, AudioCallback& callback,
                                         StreamListener listener) override {
        const std::lock_guard lock(asking());
        if (auto there = spec.device.empty() ? look() : reach(); !there) return fail(there.error());
        auto handle = std::make_unique<RtAudioHandle>(*RtAudioLibrary::load(), api_);
        const auto devices = handle->devices(name_);
        for (std::size_t index = 0; index < devices.size(); ++index) {
            if (!is_wanted(devices[index], spec)) continue;
            auto stream = std::make_unique<RtAudioStream>(std::move(handle), callback, std::move(listener));
            auto prepared = stream->prepare(spec, devices[index], static_cast<unsigned>(index));
            if (!prepared) return fail(prepared.error());
            return stream;
        }
        if (spec.device.empty()) return fail(ErrorCode::no_device, name_ + " has no default device");
        return fail(ErrorCode::not_found, name_ + " has no device \"" + spec.device + "\" for this direction");
    }

private:
    bool is_wanted(const DeviceInfo& device, const StreamSpec& spec) const {
        if (!spec.device.empty() && device.id != name_ + ":" + spec.device) return false;
        const bool by_default = spec.device.empty();
        if (has_output(spec.direction) && (device.output_channels == 0 || (by_default && !device.default_output))) {
            return false;
        }
        return !has_input(spec.direction) || (device.input_channels > 0 && (!by_default || device.default_input));
    }

    /// The handle that lists, if there is anything to list.
    Result<RtAudioHandle*> look() {
        if (api_ == RTAUDIO_API_LINUX_ALSA && !has_card()) {
            return fail(ErrorCode::no_device, "no sound card (no /dev/snd/controlC*)");
        }
        auto reached = reach();
        if (reached && (*reached)->library().device_count((*reached)->get()) <= 0) {
            return fail(ErrorCode::no_device, api_ == RTAUDIO_API_LINUX_ALSA ? "no ALSA device can be opened"
                                                                             : "no PulseAudio server answers");
        }
        return reached;
    }

    Result<RtAudioHandle*> reach() {
        const RtAudioLibrary* library = RtAudioLibrary::load();
        if (library == nullptr) {
            return fail(ErrorCode::unavailable, "the RtAudio library is not installed: install librtaudio6");
        }
        if (lister_ == nullptr) lister_ = new RtAudioHandle(*library, api_);
        return lister_;
    }

    std::string name_;
    rtaudio_api_t api_;
    RtAudioHandle* lister_ = nullptr;  // One for good: RtAudio 5.2 leaks 500 bytes with each that is destroyed.
};

}  // namespace

Backend& alsa_backend() {
    static RtAudioBackend backend("alsa", RTAUDIO_API_LINUX_ALSA);
    return backend;
}

Backend& pulse_backend() {
    static RtAudioBackend backend("pulse", RTAUDIO_API_LINUX_PULSE);
    return backend;
}

}  // namespace attacca::device
