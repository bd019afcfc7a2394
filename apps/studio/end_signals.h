// What the session or a terminal ends programs with: SIGTERM and SIGINT.
#pragma once

#include <QObject>
#include <array>

namespace attacca::studio {

/// Takes them from the system as long as it lives. A second one of a kind ends the program at once: it may hang.
///
/// Threads    The window's, of which there is one.
class EndSignals : public QObject {
    Q_OBJECT

public:
    EndSignals();
    ~EndSignals() override;

signals:
    void asked();

private:
    std::array<int, 2> sockets_{-1, -1};
};

}  // namespace attacca::studio
