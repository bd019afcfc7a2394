#include "device/alsa_silence.h"

#include <dlfcn.h>

namespace attacca::device {
namespace {

constexpr const char* kAlsaFile = "libasound.so.2";

void say_nothing(const char*, int, const char*, int, const char*, ...) {}

}  // namespace

void silence_alsa() {
    using SetHandler = int (*)(decltype(&say_nothing));
    void* alsa = dlopen(kAlsaFile, RTLD_LAZY | RTLD_NOLOAD);
    if (alsa == nullptr) return;
    const auto set_handler = reinterpret_cast<SetHandler>(dlsym(alsa, "snd_lib_error_set_handler"));
    if (set_handler != nullptr) set_handler(say_nothing);
}

}  // namespace attacca::device
