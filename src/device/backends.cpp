#include <array>

#include "device/backend.h"

namespace attacca::device {

std::span<Backend* const> backends() {
    static const auto all = std::to_array<Backend*>({
#ifdef ATTACCA_HAS_PIPEWIRE
        &pipewire_backend(),
#endif
#ifdef ATTACCA_HAS_JACK
        &jack_backend(),
#endif
#ifdef ATTACCA_HAS_RTAUDIO
        &alsa_backend(),
        &pulse_backend(),
#endif
        &null_backend(),
    });
    return all;
}

}  // namespace attacca::device
