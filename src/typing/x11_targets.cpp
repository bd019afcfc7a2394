#include "typing/x11_targets.h"

#ifdef ATTACCA_HAS_X11
#include <utility>

#include "typing/x11/clipboard.h"
#include "typing/x11/typist.h"
#endif

namespace attacca::typing {

#ifdef ATTACCA_HAS_X11
namespace {

class X11Window final : public TextTarget {
public:
    X11Window(X11Typist typist, const std::string& display)
        : typist_(std::move(typist)), where_("the window that has the keyboard on X11 display " + display) {}

    const std::string& where() const noexcept override { return where_; }
    Status put(std::string_view utf8) override { return typist_.type(utf8); }

private:
    X11Typist typist_;
    std::string where_;
};

class X11ClipboardTarget final : public TextTarget {
public:
    X11ClipboardTarget(std::unique_ptr<X11Clipboard> clipboard, const std::string& display)
        : clipboard_(std::move(clipboard)), where_("the clipboard of X11 display " + display) {}

    const std::string& where() const noexcept override { return where_; }
    void begin() override { text_.clear(); }
    Status put(std::string_view utf8) override {
        text_ += utf8;
        return clipboard_->set(text_);
    }

private:
    std::unique_ptr<X11Clipboard> clipboard_;
    std::string where_;
    std::string text_;
};

class X11Paste final : public TextTarget {
public:
    X11Paste(std::unique_ptr<X11Clipboard> clipboard, X11Typist typist, const std::string& display)
        : clipboard_(std::move(clipboard)),
          typist_(std::move(typist)),
          where_("pasted into the window that has the keyboard on X11 display " + display) {}

    const std::string& where() const noexcept override { return where_; }
    Status put(std::string_view utf8) override {
        if (auto set = clipboard_->set(std::string(utf8)); !set) return set;
        return typist_.paste();
    }

private:
    std::unique_ptr<X11Clipboard> clipboard_;
    X11Typist typist_;
    std::string where_;
};

}  // namespace

Result<std::unique_ptr<TextTarget>> open_x11_window(const Desktop& desktop) {
    auto typist = X11Typist::open(desktop.x11_display);
    if (!typist) return fail(typist.error());
    return std::make_unique<X11Window>(*std::move(typist), desktop.x11_display);
}

Result<std::unique_ptr<TextTarget>> open_x11_clipboard(const Desktop& desktop) {
    auto clipboard = X11Clipboard::open(desktop.x11_display);
    if (!clipboard) return fail(clipboard.error());
    return std::make_unique<X11ClipboardTarget>(*std::move(clipboard), desktop.x11_display);
}

Result<std::unique_ptr<TextTarget>> open_x11_paste(const Desktop& desktop) {
    auto clipboard = X11Clipboard::open(desktop.x11_display);
    if (!clipboard) return fail(clipboard.error());
    auto typist = X11Typist::open(desktop.x11_display);
    if (!typist) return fail(typist.error());
    return std::make_unique<X11Paste>(*std::move(clipboard), *std::move(typist), desktop.x11_display);
}

#else
namespace {

tl::unexpected<Error> without_x11() {
    return fail(ErrorCode::unavailable,
                "this build cannot type on X11: it was made without libxcb's xtest and xkb; use a socket");
}

}  // namespace

Result<std::unique_ptr<TextTarget>> open_x11_window(const Desktop&) { return without_x11(); }
Result<std::unique_ptr<TextTarget>> open_x11_clipboard(const Desktop&) { return without_x11(); }
Result<std::unique_ptr<TextTarget>> open_x11_paste(const Desktop&) { return without_x11(); }
#endif

}  // namespace attacca::typing
