#include <vector>

#include "device/midi_system.h"
#ifdef ATTACCA_HAS_RTMIDI
#include "device/rtmidi/system.h"
#endif

namespace attacca::device {

MidiSystems midi_systems() {
    static const std::vector<MidiSystem*> all{
#ifdef ATTACCA_HAS_RTMIDI
        &alsa_midi_system(),
#ifdef ATTACCA_HAS_JACK
        &jack_midi_system(),
#endif
#endif
    };
    return all;
}

}  // namespace attacca::device
