#include "icons.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>

namespace attacca::studio {
namespace {

// Every sign lies in a square of 24 units.
constexpr double kUnits = 24.0;

QPainterPath polygon(std::initializer_list<QPointF> points) {
    QPainterPath path;
    path.addPolygon(QPolygonF(QList<QPointF>(points)));
    path.closeSubpath();
    return path;
}

QPainterPath box(double x, double y, double width, double height, double radius = 1.0) {
    QPainterPath path;
    path.addRoundedRect(x, y, width, height, radius, radius);
    return path;
}

QPainterPath stroked(const QPainterPath& line, double width = 2.0) {
    QPainterPathStroker stroker;
    stroker.setWidth(width);
    stroker.setCapStyle(Qt::RoundCap);
    stroker.setJoinStyle(Qt::RoundJoin);
    return stroker.createStroke(line);
}

QPainterPath lines(std::initializer_list<std::pair<QPointF, QPointF>> pairs) {
    QPainterPath path;
    for (const auto& [from, to] : pairs) {
        path.moveTo(from);
        path.lineTo(to);
    }
    return stroked(path);
}

QPainterPath loop_path() {
    QPainterPath line;
    line.moveTo(4, 12);
    line.arcTo(4, 7, 8, 8, 180, -90);
    line.lineTo(19, 7);
    line.moveTo(20, 12);
    line.arcTo(12, 9, 8, 8, 0, -90);
    line.lineTo(5, 17);
    return stroked(line) | polygon({{16, 3}, {21, 7}, {16, 11}}) | polygon({{8, 13}, {3, 17}, {8, 21}});
}

QPainterPath speaker() { return polygon({{3, 9}, {7, 9}, {12, 4}, {12, 20}, {7, 15}, {3, 15}}); }

QPainterPath waves() {
    QPainterPath line;
    line.arcMoveTo(9, 8, 8, 8, -50);
    line.arcTo(9, 8, 8, 8, -50, 100);
    line.arcMoveTo(6, 4.5, 15, 15, -50);
    line.arcTo(6, 4.5, 15, 15, -50, 100);
    return stroked(line, 1.8);
}

QPainterPath folder() {
    QPainterPath line;
    line.addPolygon(QPolygonF({{3, 19}, {3, 5}, {9, 5}, {11, 8}, {21, 8}, {21, 19}, {3, 19}}));
    return stroked(line, 1.8);
}

QPainterPath tray(bool down) {
    const double tip = down ? 15 : 4;
    const double back = down ? 11 : 8;
    return lines({{{12, 4}, {12, 15}}, {{12, tip}, {8, back}}, {{12, tip}, {16, back}}, {{4, 20}, {20, 20}}});
}

QPainterPath warning() {
    const QPainterPath triangle = polygon({{12, 3}, {22, 20}, {2, 20}});
    return triangle - box(11, 9, 2, 6) - box(11, 16.2, 2, 2);
}

QPainterPath keyboard() {
    QPainterPath path = stroked(box(2.5, 6, 19, 12, 2), 1.6) | box(8, 14, 8, 1.8);
    for (int i = 0; i < 4; ++i) path |= box(5.5 + 3.6 * i, 9.5, 2, 2);
    return path;
}

QPainterPath sign_path(Sign sign) {
    switch (sign) {
        case Sign::play:
            return polygon({{7, 4}, {20, 12}, {7, 20}});
        case Sign::pause:
            return box(6, 4, 4, 16) | box(14, 4, 4, 16);
        case Sign::stop:
            return box(5.5, 5.5, 13, 13);
        case Sign::previous:
            return box(5, 5, 2.4, 14) | polygon({{19, 5}, {8.5, 12}, {19, 19}});
        case Sign::next:
            return box(16.6, 5, 2.4, 14) | polygon({{5, 5}, {15.5, 12}, {5, 19}});
        case Sign::loop:
            return loop_path();
        case Sign::loop_one:
            return loop_path() | lines({{{10.5, 11}, {12.2, 10}}, {{12.2, 10}, {12.2, 14}}});
        case Sign::volume:
            return speaker() | waves();
        case Sign::muted:
            return speaker() | lines({{{15.5, 9}, {21, 15}}, {{21, 9}, {15.5, 15}}});
        case Sign::add:
            return lines({{{12, 5}, {12, 19}}, {{5, 12}, {19, 12}}});
        case Sign::remove:
            return lines({{{5, 12}, {19, 12}}});
        case Sign::folder:
            return folder();
        case Sign::save:
            return tray(true);
        case Sign::import:
            return tray(false);
        case Sign::warning:
            return warning();
        case Sign::keys:
            return keyboard();
    }
    return {};
}

class SignEngine final : public QIconEngine {
public:
    explicit SignEngine(Sign sign) : path_(sign_path(sign)), warns_(sign == Sign::warning) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const double side = std::min(rect.width(), rect.height());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->translate(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2);
        painter->scale(side / kUnits, side / kUnits);
        painter->fillPath(
            path_, warns_ ? QColor(0xd9, 0x8a, 0x00) : QApplication::palette().color(group, QPalette::ButtonText));
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, {QPoint(0, 0), size}, mode, state);
        return picture;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new SignEngine(*this); }

private:
    QPainterPath path_;
    bool warns_;
};

}  // namespace

QIcon icon(Sign sign) { return QIcon(new SignEngine(sign)); }

}  // namespace attacca::studio
