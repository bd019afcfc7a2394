#include "shortcuts.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QStringList>
#include <QTextEdit>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <utility>

namespace attacca::studio {
namespace {

QList<QKeySequence> keys(std::initializer_list<const char*> names) {
    QList<QKeySequence> all;
    for (const char* name : names) all.append(QKeySequence(QLatin1String(name), QKeySequence::PortableText));
    return all;
}

std::vector<Shortcut> all_shortcuts() {
    const auto playing = QStringLiteral("Playing");
    const auto sound = QStringLiteral("Volume and sound");
    const auto window = QStringLiteral("Files and window");
    std::vector<Shortcut> all{
        {Command::play_pause, playing, QStringLiteral("Play or pause"), keys({"Space"})},
        {Command::stop, playing, QStringLiteral("Stop"), keys({"S"})},
        {Command::back, playing, QStringLiteral("5 seconds back"), keys({"Left"})},
        {Command::forward, playing, QStringLiteral("5 seconds forward"), keys({"Right"})},
        {Command::previous, playing, QStringLiteral("Previous track"), keys({"P"})},
        {Command::next, playing, QStringLiteral("Next track"), keys({"N"})},
        {Command::loop, playing, QStringLiteral("Loop: off, the list, the track"), keys({"L"})},
        {Command::louder, sound, QStringLiteral("Volume up 5 %"), keys({"Up", "Ctrl+Up"})},
        {Command::quieter, sound, QStringLiteral("Volume down 5 %"), keys({"Down", "Ctrl+Down"})},
        {Command::quiet, sound, QStringLiteral("Volume to 20 % at once"), keys({"Esc"})},
        {Command::mute, sound, QStringLiteral("Mute or sound"), keys({"M"})},
        {Command::bypass, sound, QStringLiteral("Equalizer on or bypassed"), keys({"E"})},
        {Command::compare, sound, QStringLiteral("Equalizer A or B"), keys({"A"})},
        {Command::open_files, window, QStringLiteral("Open files"), keys({"Ctrl+O"})},
        {Command::open_folder, window, QStringLiteral("Open a folder"), keys({"Ctrl+Shift+O"})},
    };
    const std::array pages{"Player", "Recorder", "Notes", "Generator", "Device", "Statistics"};
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const QString digit = QString::number(i + 1);
        all.push_back({static_cast<Command>(static_cast<int>(Command::show_page_1) + static_cast<int>(i)),
                       window,
                       QStringLiteral("Page: ") + QLatin1String(pages.at(i)),
                       {QKeySequence(QStringLiteral("Ctrl+") + digit)}});
    }
    all.push_back({Command::full_screen, window, QStringLiteral("Full screen or window"), keys({"F11"})});
    all.push_back({Command::list_keys, window, QStringLiteral("This list"), keys({"F1"})});
    all.push_back({Command::quit, window, QStringLiteral("Quit"), keys({"Ctrl+Q"})});
    return all;
}

bool one_of(int key, std::initializer_list<int> keys) { return std::find(keys.begin(), keys.end(), key) != keys.end(); }

bool moves(int key) {
    return one_of(key, {Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Home, Qt::Key_End});
}

bool edits_text(const QWidget& control) {
    const auto* box = qobject_cast<const QComboBox*>(&control);
    return qobject_cast<const QLineEdit*>(&control) || qobject_cast<const QAbstractSpinBox*>(&control) ||
           qobject_cast<const QTextEdit*>(&control) || qobject_cast<const QPlainTextEdit*>(&control) ||
           (box && box->isEditable());
}

/// Tells Qt that a key belongs to the control with the focus before its shortcuts are tried.
class KeyGuard : public QObject {
public:
    using QObject::QObject;

    bool eventFilter(QObject* target, QEvent* event) override {
        if (event->type() != QEvent::ShortcutOverride || !target->isWidgetType()) return false;
        auto* key = static_cast<QKeyEvent*>(event);
        if (!uses_key(*static_cast<QWidget*>(target), *key)) return false;
        key->accept();
        return true;
    }
};

}  // namespace

const std::vector<Shortcut>& shortcuts() {
    static const std::vector<Shortcut> all = all_shortcuts();
    return all;
}

QString key_text(const Shortcut& shortcut) {
    QStringList names;
    for (const auto& key : shortcut.keys) names.append(key.toString(QKeySequence::NativeText));
    return names.join(QStringLiteral(" or "));
}

QString with_key(const QString& text, Command command) {
    const auto found = std::find_if(shortcuts().begin(), shortcuts().end(),
                                    [command](const Shortcut& one) { return one.command == command; });
    return QStringLiteral("%1 (%2)").arg(text, found->keys.front().toString(QKeySequence::NativeText));
}

bool uses_key(const QWidget& control, const QKeyEvent& key) {
    const int pressed = key.key();
    const auto modifiers = key.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier);
    if (edits_text(control)) {
        if (modifiers == Qt::ControlModifier) {
            return one_of(pressed, {Qt::Key_A, Qt::Key_C, Qt::Key_V, Qt::Key_X, Qt::Key_Z, Qt::Key_Y, Qt::Key_Left,
                                    Qt::Key_Right, Qt::Key_Backspace, Qt::Key_Delete});
        }
        const bool function_key = pressed >= Qt::Key_F1 && pressed <= Qt::Key_F35;
        return modifiers == Qt::NoModifier && !function_key && pressed != Qt::Key_Escape;
    }
    if (modifiers != Qt::NoModifier) return false;
    if (qobject_cast<const QAbstractButton*>(&control)) return pressed == Qt::Key_Space;
    if (qobject_cast<const QComboBox*>(&control)) return moves(pressed) || pressed == Qt::Key_Space;
    if (qobject_cast<const QAbstractSlider*>(&control)) {
        return moves(pressed) || one_of(pressed, {Qt::Key_Left, Qt::Key_Right});
    }
    return qobject_cast<const QAbstractItemView*>(&control) && moves(pressed);
}

void install_shortcuts(QWidget& window, std::function<void(Command)> run) {
    qApp->installEventFilter(new KeyGuard(&window));
    for (const auto& shortcut : shortcuts()) {
        for (const auto& key : shortcut.keys) {
            auto* installed = new QShortcut(key, &window);
            QObject::connect(installed, &QShortcut::activated, &window,
                             [run, command = shortcut.command] { run(command); });
        }
    }
}

void show_shortcuts(QWidget& window) {
    QDialog dialog(&window);
    dialog.setWindowTitle(QStringLiteral("Keys"));
    auto* list = new QTreeWidget;
    list->setAccessibleName(QStringLiteral("Keys and what they do"));
    list->setHeaderLabels({QStringLiteral("Key"), QStringLiteral("Does")});
    list->setRootIsDecorated(false);
    list->setSelectionMode(QAbstractItemView::SingleSelection);
    QString group;
    for (const auto& shortcut : shortcuts()) {
        if (shortcut.group != group) {
            group = shortcut.group;
            auto* heading = new QTreeWidgetItem(list, {group});
            heading->setFirstColumnSpanned(true);
            QFont bold = list->font();
            bold.setBold(true);
            heading->setFont(0, bold);
        }
        new QTreeWidgetItem(list, {key_text(shortcut), shortcut.does});
    }
    list->setCurrentItem(list->topLevelItem(0));
    list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    auto* layout = new QVBoxLayout(&dialog);
    layout->addWidget(list);
    layout->addWidget(buttons);
    dialog.resize(460, 600);
    dialog.exec();
}

}  // namespace attacca::studio
