#include "banner.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QToolButton>

#include "icons.h"

namespace attacca::studio {

Banner::Banner(QWidget* parent) : QFrame(parent) {
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    auto* sign = new QLabel;
    sign->setPixmap(icon(Sign::warning).pixmap(18, 18));
    text_.setWordWrap(true);
    text_.setTextFormat(Qt::PlainText);
    text_.setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_.setAccessibleName(QStringLiteral("Message"));
    auto* close = new QToolButton;
    close->setText(QStringLiteral("Dismiss"));
    close->setAccessibleName(QStringLiteral("Dismiss the message"));
    close->setAutoRaise(true);
    connect(close, &QToolButton::clicked, this, &Banner::clear);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->addWidget(sign);
    layout->addWidget(&text_, 1);
    layout->addWidget(close);
    hide();
}

void Banner::say(const QString& text) {
    text_.setText(text);
    text_.setAccessibleName(text);
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void Banner::clear() {
    text_.clear();
    hide();
}

}  // namespace attacca::studio
