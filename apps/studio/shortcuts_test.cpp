#include "shortcuts.h"

#include <gmock/gmock.h>

#include <QCheckBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSet>
#include <QSpinBox>
#include <QTest>
#include <QVBoxLayout>

namespace attacca::studio {
namespace {

class ShortcutsInAWindow : public ::testing::Test {
protected:
    ShortcutsInAWindow() {
        auto* layout = new QVBoxLayout(&window_);
        for (QWidget* control : std::initializer_list<QWidget*>{&plain_, &text_, &number_, &button_, &list_}) {
            layout->addWidget(control);
        }
        plain_.setFocusPolicy(Qt::StrongFocus);
        list_.addItems({QStringLiteral("one"), QStringLiteral("two")});
        list_.setCurrentRow(0);
        install_shortcuts(window_, [this](Command command) { run_.push_back(command); });
        window_.show();
        QApplication::setActiveWindow(&window_);
        EXPECT_TRUE(QTest::qWaitForWindowActive(&window_));
    }
    ~ShortcutsInAWindow() override {
        for (auto* control : std::initializer_list<QWidget*>{&plain_, &text_, &number_, &button_, &list_}) {
            control->setParent(nullptr);
        }
    }

    void press(QWidget& control, const QKeySequence& keys) {
        control.setFocus();
        const QKeyCombination one = keys[0];
        QTest::keyClick(&control, one.key(), one.keyboardModifiers());
    }

    QWidget window_;
    QWidget plain_;
    QLineEdit text_;
    QSpinBox number_;
    QPushButton button_;
    QListWidget list_;
    std::vector<Command> run_;
};

TEST_F(ShortcutsInAWindow, EachKeyOfTheTableRunsItsCommand) {
    for (const auto& shortcut : shortcuts()) {
        for (const auto& key : shortcut.keys) {
            run_.clear();
            press(plain_, key);
            EXPECT_THAT(run_, ::testing::ElementsAre(shortcut.command)) << key.toString().toStdString();
        }
    }
}

TEST_F(ShortcutsInAWindow, ATextFieldKeepsWhatIsTyped) {
    for (const char letter : {'s', 'l', 'n', ' '}) QTest::keyClick(&text_, letter);
    press(text_, QKeySequence(Qt::Key_Left));
    EXPECT_EQ(text_.text(), QStringLiteral("sln "));
    press(number_, QKeySequence(Qt::Key_Up));
    EXPECT_EQ(number_.value(), 1);
    EXPECT_TRUE(run_.empty());
    press(text_, QKeySequence(Qt::Key_Escape));
    press(text_, QKeySequence(QStringLiteral("Ctrl+O")));
    EXPECT_THAT(run_, ::testing::ElementsAre(Command::quiet, Command::open_files));
}

TEST_F(ShortcutsInAWindow, AButtonKeepsSpaceOnly) {
    int clicks = 0;
    QObject::connect(&button_, &QPushButton::clicked, [&clicks] { ++clicks; });
    press(button_, QKeySequence(Qt::Key_Space));
    EXPECT_EQ(clicks, 1);
    EXPECT_TRUE(run_.empty());
    press(button_, QKeySequence(Qt::Key_S));
    press(button_, QKeySequence(Qt::Key_Up));
    EXPECT_THAT(run_, ::testing::ElementsAre(Command::stop, Command::louder));
}

TEST_F(ShortcutsInAWindow, AListKeepsUpAndDownOnly) {
    press(list_, QKeySequence(Qt::Key_Down));
    EXPECT_EQ(list_.currentRow(), 1);
    EXPECT_TRUE(run_.empty());
    press(list_, QKeySequence(Qt::Key_Space));
    press(list_, QKeySequence(Qt::Key_N));
    press(list_, QKeySequence(Qt::Key_Right));
    EXPECT_THAT(run_, ::testing::ElementsAre(Command::play_pause, Command::next, Command::forward));
}

TEST(Shortcuts, NoKeyIsListedTwice) {
    QSet<QString> seen;
    for (const auto& shortcut : shortcuts()) {
        EXPECT_FALSE(shortcut.does.isEmpty());
        for (const auto& key : shortcut.keys) {
            EXPECT_FALSE(seen.contains(key.toString())) << key.toString().toStdString();
            seen.insert(key.toString());
        }
    }
}

}  // namespace
}  // namespace attacca::studio
