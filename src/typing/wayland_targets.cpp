#include "typing/wayland_targets.h"

#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "attacca/typing/program.h"
#include "typing/uinput_keyboard.h"

namespace attacca::typing {
namespace {

constexpr auto kPatience = std::chrono::seconds(10);

/// One that types: the program wtype, where the desktop knows its protocol, or the kernel.
class WaylandTypist {
public:
    static Result<WaylandTypist> open(const Desktop& desktop) {
        WaylandTypist typist;
        typist.wtype_ = desktop.find_program("wtype");
        if (!typist.wtype_.empty()) return typist;
        auto keyboard = UinputKeyboard::open();
        if (!keyboard) return fail(keyboard.error());
        typist.keyboard_.emplace(*std::move(keyboard));
        return typist;
    }

    const char* name() const noexcept { return keyboard_ ? "uinput" : "wtype"; }

    Status type(std::string_view utf8) {
        if (!keyboard_) return Program::run({wtype_, "-"}, utf8, kPatience);
        const auto strokes = us_strokes(utf8);
        return strokes ? keyboard_->send(*strokes) : fail(strokes.error());
    }

    Status paste() {
        return keyboard_ ? keyboard_->send(paste_strokes())
                         : Program::run({wtype_, "-M", "ctrl", "v", "-m", "ctrl"}, {}, kPatience);
    }

private:
    WaylandTypist() = default;

    std::string wtype_;
    std::optional<UinputKeyboard> keyboard_;
};

class WaylandWindow final : public TextTarget {
public:
    explicit WaylandWindow(WaylandTypist typist)
        : typist_(std::move(typist)), where_(std::string("the window that has the keyboard, by ") + typist_.name()) {}

    const std::string& where() const noexcept override { return where_; }
    Status put(std::string_view utf8) override { return typist_.type(utf8); }

private:
    WaylandTypist typist_;
    std::string where_;
};

class WaylandClipboard final : public TextTarget {
public:
    explicit WaylandClipboard(std::string wl_copy) : wl_copy_(std::move(wl_copy)) {}

    static Result<std::string> find(const Desktop& desktop) {
        auto found = desktop.find_program("wl-copy");
        if (!found.empty()) return found;
        return fail(ErrorCode::unavailable, "the clipboard of Wayland needs wl-copy: install wl-clipboard");
    }

    const std::string& where() const noexcept override { return where_; }
    void begin() override { text_.clear(); }
    Status put(std::string_view utf8) override {
        text_ += utf8;
        return Program::run({wl_copy_}, text_, kPatience);
    }

private:
    std::string wl_copy_;
    std::string where_ = "the clipboard, by wl-copy";
    std::string text_;
};

class WaylandPaste final : public TextTarget {
public:
    WaylandPaste(std::string wl_copy, WaylandTypist typist)
        : clipboard_(std::move(wl_copy)), typist_(std::move(typist)) {}

    const std::string& where() const noexcept override { return where_; }
    Status put(std::string_view utf8) override {
        clipboard_.begin();
        if (auto copied = clipboard_.put(utf8); !copied) return copied;
        return typist_.paste();
    }

private:
    WaylandClipboard clipboard_;
    WaylandTypist typist_;
    std::string where_ = "pasted into the window that has the keyboard, by wl-copy";
};

}  // namespace

Result<std::unique_ptr<TextTarget>> open_wayland_window(const Desktop& desktop) {
    auto typist = WaylandTypist::open(desktop);
    if (!typist) return fail(typist.error());
    return std::make_unique<WaylandWindow>(*std::move(typist));
}

Result<std::unique_ptr<TextTarget>> open_wayland_clipboard(const Desktop& desktop) {
    auto program = WaylandClipboard::find(desktop);
    if (!program) return fail(program.error());
    return std::make_unique<WaylandClipboard>(*std::move(program));
}

Result<std::unique_ptr<TextTarget>> open_wayland_paste(const Desktop& desktop) {
    auto program = WaylandClipboard::find(desktop);
    if (!program) return fail(program.error());
    auto typist = WaylandTypist::open(desktop);
    if (!typist) return fail(typist.error());
    return std::make_unique<WaylandPaste>(*std::move(program), *std::move(typist));
}

}  // namespace attacca::typing
