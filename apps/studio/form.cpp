#include "form.h"

#include <QAccessible>
#include <algorithm>
#include <cmath>

namespace attacca::studio {
namespace {

constexpr int kSpacing_px = 8;
constexpr double kHeadingGrowth = 1.15;

void name(QLabel& label, const QString& text, QWidget& control) {
    label.setBuddy(&control);
    QString words = text;
    control.setAccessibleName(words.remove(QLatin1Char('&')));
}

}  // namespace

void add_row(QFormLayout& form, const QString& label, QWidget* control) {
    auto* text = new QLabel(label);
    name(*text, label, *control);
    form.addRow(text, control);
}

void add_row(QFormLayout& form, const QString& label, QLayout* parts, QWidget* control) {
    auto* text = new QLabel(label);
    name(*text, label, *control);
    form.addRow(text, parts);
}

NamedBox::NamedBox(const QString& name) : label_(new QLabel(name, this)) {
    label_->hide();
    label_->setBuddy(this);
    setAccessibleName(name);
}

bool NamedBox::event(QEvent* event) {
    if (event->type() == QEvent::ParentChange && label_) {
        label_->setParent(parentWidget() != nullptr ? parentWidget() : this);
        label_->hide();
    }
    return QComboBox::event(event);
}

QFormLayout* make_form() {
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setHorizontalSpacing(2 * kSpacing_px);
    form->setVerticalSpacing(kSpacing_px);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    return form;
}

QLabel* make_heading(const QString& text) {
    auto* heading = new QLabel(text);
    QFont font = heading->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * kHeadingGrowth);
    heading->setFont(font);
    return heading;
}

Message::Message() {
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setVisible(false);
}

void Message::say(const QString& text) { tell(text, QPalette::WindowText); }

void Message::warn(const QString& text) { tell(text, QPalette::BrightText); }

void Message::tell(const QString& told, QPalette::ColorRole color) {
    if (told == text() && color == foregroundRole()) return;
    setForegroundRole(color);
    setText(told);
    setVisible(!told.isEmpty());
    if (told.isEmpty()) return;
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

EmptyText::EmptyText(QAbstractItemView& list, const QString& text) : QLabel(text, list.viewport()), list_(list) {
    setAlignment(Qt::AlignCenter);
    setWordWrap(true);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setForegroundRole(QPalette::PlaceholderText);
    list.viewport()->installEventFilter(this);
    const auto look = [this] { setVisible(list_.model()->rowCount() == 0); };
    connect(list.model(), &QAbstractItemModel::rowsInserted, this, look);
    connect(list.model(), &QAbstractItemModel::rowsRemoved, this, look);
    connect(list.model(), &QAbstractItemModel::modelReset, this, look);
}

bool EmptyText::eventFilter(QObject* target, QEvent* event) {
    if (event->type() == QEvent::Resize) setGeometry(list_.viewport()->rect());
    return QLabel::eventFilter(target, event);
}

QString clock_text(double seconds) {
    const auto tenths = static_cast<long long>(std::floor(std::max(0.0, seconds) * 10.0));
    return QStringLiteral("%1:%2.%3").arg(tenths / 600).arg(tenths / 10 % 60, 2, 10, QLatin1Char('0')).arg(tenths % 10);
}

}  // namespace attacca::studio
