#include "device/rtmidi/library.h"

#include <array>

#include "attacca/base/shared_library.h"
#include "device/alsa_silence.h"

namespace attacca::device {
namespace {

/// The version whose interface the header describes.
constexpr const char* kLibraryFile = "librtmidi.so.6";
constexpr std::size_t kLongestName = 512;

bool fill(RtMidiLibrary& functions, const SharedLibrary& library) {
    return library.find("rtmidi_out_create", functions.create) && library.find("rtmidi_out_free", functions.destroy) &&
           library.find("rtmidi_get_port_count", functions.port_count) &&
           library.find("rtmidi_get_port_name", functions.port_name) &&
           library.find("rtmidi_open_port", functions.open_port) &&
           library.find("rtmidi_open_virtual_port", functions.open_virtual_port) &&
           library.find("rtmidi_out_send_message", functions.send_message);
}

}  // namespace

const RtMidiLibrary* RtMidiLibrary::load() {
    static const RtMidiLibrary functions = [] {
        RtMidiLibrary loaded;
        if (!fill(loaded, SharedLibrary(kLibraryFile))) return RtMidiLibrary{};
        silence_alsa();
        return loaded;
    }();
    return functions.create == nullptr ? nullptr : &functions;
}

RtMidiHandle::RtMidiHandle(const RtMidiLibrary& library, RtMidiApi api, const char* client_name)
    : library_(library), handle_(library.create(api, client_name)) {}

RtMidiHandle::~RtMidiHandle() { library_.destroy(handle_); }

std::vector<std::string> RtMidiHandle::ports() const {
    std::vector<std::string> names;
    const unsigned count = good() ? library_.port_count(handle_) : 0;
    for (unsigned place = 0; good() && place < count; ++place) {
        std::array<char, kLongestName> name{};
        int bytes = static_cast<int>(name.size());
        library_.port_name(handle_, place, name.data(), &bytes);
        names.emplace_back(name.data());
    }
    return names;
}

}  // namespace attacca::device
