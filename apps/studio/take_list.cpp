#include "take_list.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include "form.h"
#include "icons.h"
#include "take_file.h"

namespace attacca::studio {

TakeList::TakeList() {
    takes_.setAccessibleName(QStringLiteral("Takes"));
    takes_.setHeaderLabels({QStringLiteral("Take"), QStringLiteral("Length"), QStringLiteral("Size")});
    takes_.setRootIsDecorated(false);
    new EmptyText(takes_, QStringLiteral("No take yet: Record begins the first."));
    takes_.header()->setStretchLastSection(false);
    takes_.header()->setSectionResizeMode(0, QHeaderView::Stretch);
    connect(&takes_, &QTreeWidget::itemActivated, this, &TakeList::play);
    play_.setIcon(icon(Sign::play));
    play_.setEnabled(false);
    connect(&play_, &QPushButton::clicked, this, &TakeList::play);
    auto* below = new QHBoxLayout;
    below->addWidget(&play_);
    below->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(make_heading(QStringLiteral("Takes")));
    layout->addWidget(&takes_, 1);
    layout->addLayout(below);
}

void TakeList::follow(std::span<const player::RecordedTake> takes) {
    for (; followed_ < takes.size(); ++followed_) {
        const auto& take = takes[followed_];
        const QString path = QString::fromStdString(take.output);
        auto* item = new QTreeWidgetItem(
            &takes_, {QFileInfo(path).fileName(), clock_text(take.recorded_s), size_text(take.bytes)});
        item->setData(0, Qt::UserRole, path);
        item->setToolTip(0, path);
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
        takes_.setCurrentItem(item);
        play_.setEnabled(true);
    }
}

void TakeList::play() {
    if (const auto* item = takes_.currentItem()) emit play_wanted(item->data(0, Qt::UserRole).toString());
}

}  // namespace attacca::studio
