// Rows of labels and controls, the same on every page.
#pragma once

#include <QAbstractItemView>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPointer>
#include <QString>
#include <QWidget>

namespace attacca::studio {

/// "&Device": the letter leads to the control with Alt, and screen readers call the control by the label's words.
void add_row(QFormLayout& form, const QString& label, QWidget* control);
/// Of several parts, of which the control is the one to lead to.
void add_row(QFormLayout& form, const QString& label, QLayout* parts, QWidget* control);

/// A combo box without a label in sight. On Linux screen readers call one by its label alone, its own name is what it
/// shows: so there is a label, which nobody sees.
class NamedBox : public QComboBox {
    Q_OBJECT

public:
    explicit NamedBox(const QString& name);

protected:
    bool event(QEvent* event) override;

private:
    QPointer<QLabel> label_;  ///< Beside the box, in whatever that is put into.
};

[[nodiscard]] QFormLayout* make_form();

[[nodiscard]] QLabel* make_heading(const QString& text);

/// A line that says what happened; takes no place while it is empty. Screen readers are told.
class Message : public QLabel {
    Q_OBJECT

public:
    Message();
    void say(const QString& text);
    void warn(const QString& text);  ///< What is wrong: in the theme's alarm color.

private:
    void tell(const QString& text, QPalette::ColorRole color);
};

/// Says in the middle of a list what it is for, as long as it is empty. Belongs to the list.
class EmptyText : public QLabel {
    Q_OBJECT

public:
    EmptyText(QAbstractItemView& list, const QString& text);

protected:
    bool eventFilter(QObject* target, QEvent* event) override;

private:
    QAbstractItemView& list_;
};

/// "1:23.4"
[[nodiscard]] QString clock_text(double seconds);

}  // namespace attacca::studio
