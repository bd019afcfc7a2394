#include "typing/evdev_keyboards.h"

#include <fcntl.h>
#include <linux/input.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <utility>

namespace attacca::typing {
namespace {

bool has_key(const Descriptor& device, std::uint16_t code) {
    std::array<unsigned char, KEY_CNT / CHAR_BIT> keys{};
    if (ioctl(device.get(), EVIOCGBIT(EV_KEY, keys.size()), keys.data()) >= 0) {
        return (keys[code / CHAR_BIT] >> (code % CHAR_BIT) & 1U) != 0;
    }
    struct stat found {};
    return fstat(device.get(), &found) == 0 && S_ISFIFO(found.st_mode);  // Events handed on by another program.
}

bool is_event_file(const std::string& name) { return name.starts_with("event"); }

}  // namespace

EvdevKeyboards::EvdevKeyboards(const std::filesystem::path& folder, const KeyCombo& combo)
    : folder_(folder),
      where_("the keyboards in " + folder.string()),
      combo_(combo),
      chord_(combo),
      all_(epoll_create1(EPOLL_CLOEXEC)),
      folder_watch_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {}

Result<std::unique_ptr<KeyWatch>> EvdevKeyboards::open(const std::filesystem::path& folder, const KeyCombo& combo) {
    auto watch = std::make_unique<EvdevKeyboards>(folder, combo);
    if (auto found = watch->find(); !found) return fail(found.error());
    return watch;
}

Status EvdevKeyboards::find() {
    // A keyboard that is plugged in is made first, and may be read a moment later: both are told.
    if (inotify_add_watch(folder_watch_.get(), folder_.c_str(), IN_CREATE | IN_ATTRIB) < 0) {
        return fail(ErrorCode::not_found, folder_.string() +
                                              ": there are no keyboards of the kernel here; let a shortcut of the "
                                              "desktop call the program instead");
    }
    epoll_event event{.events = EPOLLIN, .data = {.fd = folder_watch_.get()}};
    epoll_ctl(all_.get(), EPOLL_CTL_ADD, folder_watch_.get(), &event);
    bool forbidden = false;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, ignored)) {
        if (is_event_file(entry.path().filename())) forbidden = add(entry.path()) == Found::forbidden || forbidden;
    }
    if (!keyboards_.empty()) return {};
    if (forbidden) {
        return fail(ErrorCode::permission,
                    folder_.string() +
                        ": this user may not read keyboards; run \"sudo usermod -aG input $USER\" and log "
                        "in again, or let a shortcut of the desktop call the program instead");
    }
    return fail(ErrorCode::not_found, folder_.string() + ": no keyboard there has the key " + to_text(combo_));
}

EvdevKeyboards::Found EvdevKeyboards::add(const std::filesystem::path& file) {
    const std::string name = file.filename();
    if (keyboards_.contains(name)) return Found::keyboard;
    Descriptor device(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!device.open()) return errno == EACCES || errno == EPERM ? Found::forbidden : Found::something_else;
    if (!has_key(device, combo_.key)) return Found::something_else;
    epoll_event event{.events = EPOLLIN, .data = {.fd = device.get()}};
    epoll_ctl(all_.get(), EPOLL_CTL_ADD, device.get(), &event);
    keyboards_.emplace(name, std::move(device));
    return Found::keyboard;
}

void EvdevKeyboards::add_new_ones() {
    alignas(inotify_event) std::array<char, 4096> buffer;
    for (ssize_t bytes = 0; (bytes = ::read(folder_watch_.get(), buffer.data(), buffer.size())) > 0;) {
        for (const char* at = buffer.data(); at < buffer.data() + bytes;) {
            const auto* told = reinterpret_cast<const inotify_event*>(at);
            const std::string name = told->len > 0 ? told->name : "";
            if (is_event_file(name)) (void)add(folder_ / name);
            at += sizeof(inotify_event) + told->len;
        }
    }
}

/// False when the keyboard has gone.
bool EvdevKeyboards::read_from(const Descriptor& keyboard, std::vector<KeyEvent>& events) {
    std::array<input_event, 64> read;
    for (;;) {
        const ssize_t bytes = ::read(keyboard.get(), read.data(), sizeof read);
        if (bytes <= 0) return bytes < 0 && (errno == EAGAIN || errno == EINTR);
        for (std::size_t i = 0; i < static_cast<std::size_t>(bytes) / sizeof(input_event); ++i) {
            if (read[i].type != EV_KEY) continue;
            if (const auto event = chord_.take(read[i].code, read[i].value)) events.push_back(*event);
        }
    }
}

Result<std::vector<KeyEvent>> EvdevKeyboards::read() {
    std::vector<KeyEvent> events;
    add_new_ones();
    for (auto entry = keyboards_.begin(); entry != keyboards_.end();) {
        if (read_from(entry->second, events)) {
            ++entry;
            continue;
        }
        if (const auto event = chord_.forget()) events.push_back(*event);
        entry = keyboards_.erase(entry);
    }
    return events;
}

}  // namespace attacca::typing
