// Paints a row of the playlist: title and length, the artist below, and what is wrong with it.
#pragma once

#include <QStyledItemDelegate>

namespace attacca::studio {

class PlaylistDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace attacca::studio
