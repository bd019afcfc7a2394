// What a user of the libraries would write first: audio through a ring between two threads, then an equalizer.
#include <attacca/dsp/equalizer.h>
#include <attacca/media/decoder.h>
#include <attacca/rt/frame_ring.h>

#include <cmath>
#include <cstdio>
#include <thread>
#include <vector>

int main() {
    attacca::rt::FrameRing ring(1024, 2);
    std::vector<float> sent(512, 0.25F);
    std::size_t written = 0;
    std::thread writer([&] { written = ring.write(sent); });
    writer.join();
    std::vector<float> received(512);
    const std::size_t read = ring.read(received);
    if (written != 256 || read != 256 || received != sent) return std::puts("the ring lost audio"), 1;

    const auto settings = attacca::dsp::parse_equalizer_text("Preamp: -6.0206 dB\n", "example");
    if (!settings) return std::puts(settings.error().detail.c_str()), 1;
    attacca::dsp::Equalizer equalizer({.sample_rate = 48000.0, .channels = 2});
    equalizer.set_now(attacca::dsp::EqualizerPlan::design(*settings, 48000.0));
    equalizer.process({received, 2});
    if (std::abs(received.back() - 0.125F) > 1e-4F) return std::puts("the preamp is not half"), 1;

    const auto absent = attacca::media::Decoder::open("/nowhere.flac");
    if (absent) return std::puts("opened a file that is not there"), 1;
    std::printf("%s\n", absent.error().detail.c_str());
}
