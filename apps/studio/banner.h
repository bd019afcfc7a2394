// A line above the page that says what went wrong, until it is dismissed.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QString>

namespace attacca::studio {

class Banner : public QFrame {
    Q_OBJECT

public:
    explicit Banner(QWidget* parent = nullptr);

    /// Takes the place of what stood there.
    void say(const QString& text);
    void clear();

private:
    QLabel text_;
};

}  // namespace attacca::studio
