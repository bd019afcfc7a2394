#include "playlist_delegate.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>

#include "icons.h"
#include "playlist.h"

namespace attacca::studio {
namespace {

constexpr int kMargin_px = 8;
constexpr int kSign_px = 14;
constexpr int kTextIndent_px = kSign_px + 6;
constexpr int kWrapped = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;

struct RowTexts {
    QString title;
    QString below;
    QString duration;
    bool wrong = false;
    bool current = false;
};

/// Lines may break behind a folder's name, too.
QString breakable(QString text) { return text.replace(QLatin1Char('/'), QStringLiteral("/\u200b")); }

RowTexts texts_of(const QModelIndex& index) {
    RowTexts texts{.title = index.data(Qt::DisplayRole).toString(),
                   .below = index.data(Playlist::problem_role).toString(),
                   .duration = index.data(Playlist::duration_role).toString(),
                   .wrong = !index.data(Playlist::problem_role).toString().isEmpty(),
                   .current = index.data(Playlist::current_role).toBool()};
    if (texts.below == texts.title) texts.below.clear();
    if (texts.wrong) {
        texts.title = texts.below.isEmpty() ? breakable(texts.title) : texts.title;
        texts.below = breakable(texts.below);
        return texts;
    }
    texts.below = index.data(Playlist::artist_role).toString();
    return texts;
}

}  // namespace

QSize PlaylistDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const RowTexts texts = texts_of(index);
    const int line = option.fontMetrics.height();
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = (view ? view->viewport()->width() : 200) - 2 * kMargin_px - kTextIndent_px;
    int height = texts.wrong && texts.below.isEmpty() ? 0 : line;
    const QString& wrapped = texts.wrong && texts.below.isEmpty() ? texts.title : texts.below;
    if (texts.wrong) {
        height += option.fontMetrics.boundingRect(QRect(0, 0, width, 1000), kWrapped, wrapped).height();
    } else if (!texts.below.isEmpty()) {
        height += line;
    }
    return {0, height + kMargin_px};
}

void PlaylistDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const RowTexts texts = texts_of(index);
    QStyleOptionViewItem background(option);
    background.text.clear();
    QApplication::style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &background, painter, option.widget);

    const bool selected = option.state & QStyle::State_Selected;
    const auto role = selected ? QPalette::HighlightedText : QPalette::Text;
    const QColor strong = option.palette.color(role);
    const QColor faint = selected ? strong : option.palette.color(QPalette::PlaceholderText);
    const int line = option.fontMetrics.height();
    QRect box = option.rect.adjusted(kMargin_px, kMargin_px / 2, -kMargin_px, -kMargin_px / 2);
    const QRect sign_box(box.left(), box.top() + (line - kSign_px) / 2, kSign_px, kSign_px);
    if (texts.wrong) {
        icon(Sign::warning).paint(painter, sign_box);
    } else if (texts.current) {
        icon(Sign::play).paint(painter, sign_box);
    }
    box.setLeft(box.left() + kTextIndent_px);

    if (texts.wrong && texts.below.isEmpty()) {
        painter->setPen(strong);
        painter->drawText(box, kWrapped, texts.title);
        return;
    }
    QFont font = option.font;
    font.setBold(texts.current);
    const QFontMetrics metrics(font);
    const int duration_width = texts.duration.isEmpty() ? 0 : metrics.horizontalAdvance(texts.duration) + kMargin_px;
    const QRect title_box(box.left(), box.top(), box.width() - duration_width, line);
    painter->setFont(font);
    painter->setPen(strong);
    painter->drawText(title_box, Qt::AlignLeft | Qt::AlignVCenter,
                      metrics.elidedText(texts.title, Qt::ElideRight, title_box.width()));
    painter->setPen(faint);
    painter->drawText(QRect(box.left(), box.top(), box.width(), line), Qt::AlignRight | Qt::AlignVCenter,
                      texts.duration);
    if (texts.below.isEmpty()) return;
    painter->setFont(option.font);
    const QRect below_box(box.left(), box.top() + line, box.width(), box.height() - line);
    const QString below =
        texts.wrong ? texts.below : option.fontMetrics.elidedText(texts.below, Qt::ElideRight, below_box.width());
    painter->drawText(below_box, kWrapped, below);
}

}  // namespace attacca::studio
