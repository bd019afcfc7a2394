#include "device/rtmidi/system.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "device/rtmidi/library.h"
#ifdef ATTACCA_HAS_JACK
#include "device/jack/client.h"
#endif

namespace attacca::device {
namespace {

constexpr const char* kSequencer = "/dev/snd/seq";
constexpr const char* kClientName = "Attacca";
constexpr const char* kVirtualPortName = "Attacca";
constexpr const char* kPortName = "notes";

class RtMidiConnection : public MidiConnection {
public:
    explicit RtMidiConnection(std::unique_ptr<RtMidiHandle> handle) : handle_(std::move(handle)) {}

    bool send(std::span<const std::uint8_t> message) override {
        return handle_->send(message.data(), message.size()) && handle_->good();
    }

private:
    std::unique_ptr<RtMidiHandle> handle_;
};

using Connection = Result<std::unique_ptr<MidiConnection>>;

/// What RtMidi does not know of a system.
struct Access {
    std::string_view name;
    RtMidiApi api;
    Status (*probe)();  ///< Whether it answers, without a word on standard error.
    Connection (*wrap)(std::unique_ptr<RtMidiHandle> handle);
};

Status probe_alsa() {
    if (access(kSequencer, R_OK | W_OK) == 0) return {};
    if (errno == EACCES) {
        return fail(ErrorCode::permission, std::string(kSequencer) + " may not be opened: join the group audio");
    }
    return fail(ErrorCode::no_device,
                std::string("no sequencer (") + kSequencer + "): load it, for example with modprobe snd-seq");
}

Connection wrap_alsa(std::unique_ptr<RtMidiHandle> handle) {
    return std::make_unique<RtMidiConnection>(std::move(handle));
}

#ifdef ATTACCA_HAS_JACK
Status probe_jack() {
    const auto client = open_jack_client("attacca-probe");
    return client ? Status() : fail(client.error());
}

/// RtMidi goes on filling its queue when the server has gone, and waits for room in it forever.
class JackMidiConnection final : public RtMidiConnection {
public:
    JackMidiConnection(std::unique_ptr<RtMidiHandle> handle, std::unique_ptr<JackWatch> watch)
        : RtMidiConnection(std::move(handle)), watch_(std::move(watch)) {}

    bool send(std::span<const std::uint8_t> message) override {
        return !watch_->server_gone() && RtMidiConnection::send(message);
    }

private:
    std::unique_ptr<JackWatch> watch_;
};

Connection wrap_jack(std::unique_ptr<RtMidiHandle> handle) {
    auto watch = JackWatch::open();
    if (!watch) return fail(watch.error());
    return std::make_unique<JackMidiConnection>(std::move(handle), std::move(*watch));
}
#endif

class RtMidiSystem final : public MidiSystem {
public:
    explicit RtMidiSystem(const Access& access) : access_(access) {}

    std::string_view name() const noexcept override { return access_.name; }

    BackendState state() override {
        const auto handle = reach();
        const std::string name(access_.name);
        if (!handle) return {.name = name, .answers = false, .detail = handle.error().detail};
        return {.name = name,
                .answers = true,
                .detail = "through RtMidi, " + std::to_string((*handle)->ports().size()) + " ports"};
    }

    std::vector<std::string> ports() override {
        const auto handle = reach();
        return handle ? (*handle)->ports() : std::vector<std::string>{};
    }

    Connection open(const std::string& port) override {
        auto handle = reach();
        if (!handle) return fail(handle.error());
        const auto ports = (*handle)->ports();
        const auto place = std::ranges::find(ports, port);
        if (place == ports.end()) return fail(ErrorCode::not_found, "the MIDI port \"" + port + "\" is gone");
        (*handle)->open_port(static_cast<std::size_t>(place - ports.begin()), kPortName);
        return connection(*std::move(handle), port);
    }

    Connection open_virtual() override {
        auto handle = reach();
        if (!handle) return fail(handle.error());
        (*handle)->open_virtual_port(kVirtualPortName);
        return connection(*std::move(handle), kVirtualPortName);
    }

private:
    Result<std::unique_ptr<RtMidiHandle>> reach() const {
        if (auto answers = access_.probe(); !answers) return fail(answers.error());
        const RtMidiLibrary* library = RtMidiLibrary::load();
        if (library == nullptr) {
            return fail(ErrorCode::unavailable, "the RtMidi library is not installed: install librtmidi6");
        }
        auto handle = std::make_unique<RtMidiHandle>(*library, access_.api, kClientName);
        if (!handle->good()) return fail(ErrorCode::no_device, "RtMidi cannot connect");
        return handle;
    }

    Connection connection(std::unique_ptr<RtMidiHandle> handle, const std::string& port) const {
        if (!handle->good()) return fail(ErrorCode::busy, "the MIDI port \"" + port + "\" cannot be opened");
        return access_.wrap(std::move(handle));
    }

    Access access_;
};

}  // namespace

MidiSystem& alsa_midi_system() {
    static RtMidiSystem system({.name = "alsa", .api = RTMIDI_API_LINUX_ALSA, .probe = probe_alsa, .wrap = wrap_alsa});
    return system;
}

#ifdef ATTACCA_HAS_JACK
MidiSystem& jack_midi_system() {
    static RtMidiSystem system({.name = "jack", .api = RTMIDI_API_UNIX_JACK, .probe = probe_jack, .wrap = wrap_jack});
    return system;
}
#endif

}  // namespace attacca::device
