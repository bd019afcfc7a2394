// The keys of the window: one table, which installs them and which F1 shows.
#pragma once

#include <QKeyEvent>
#include <QKeySequence>
#include <QList>
#include <QString>
#include <QWidget>
#include <functional>
#include <vector>

namespace attacca::studio {

enum class Command {
    play_pause,
    stop,
    loop,
    back,
    forward,
    louder,
    quieter,
    quiet,
    mute,
    previous,
    next,
    bypass,
    compare,
    open_files,
    open_folder,
    show_page_1,
    show_page_2,
    show_page_3,
    show_page_4,
    show_page_5,
    show_page_6,
    full_screen,
    list_keys,
    quit,
};

struct Shortcut {
    Command command;
    QString group;
    QString does;
    QList<QKeySequence> keys;  ///< The first is the one to name in a tooltip.
};

/// Every shortcut there is, group by group.
[[nodiscard]] const std::vector<Shortcut>& shortcuts();

/// "Space"; several joined by "or".
[[nodiscard]] QString key_text(const Shortcut& shortcut);
/// For tooltips: "Play (Space)".
[[nodiscard]] QString with_key(const QString& text, Command command);

/// Calls `run` for each shortcut pressed anywhere in the window, unless the control with the focus uses that key
/// itself: text fields keep what is typed, lists their arrows, a button its Space.
void install_shortcuts(QWidget& window, std::function<void(Command)> run);

/// Whether this control uses the key itself. Ours accept QEvent::ShortcutOverride instead.
[[nodiscard]] bool uses_key(const QWidget& control, const QKeyEvent& key);

/// The list that F1 shows.
void show_shortcuts(QWidget& window);

}  // namespace attacca::studio
