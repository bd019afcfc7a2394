// The playlist as a list, with what is wrong said beside the track, and the buttons that fill it.
#pragma once

#include <QLabel>
#include <QListView>
#include <QToolButton>
#include <QWidget>

#include "studio_model.h"

namespace attacca::studio {

/// Enter or a double click plays; Delete removes; Alt+Up and Alt+Down, or dragging, reorder.
///
/// Threads    The window's.
class PlaylistPanel : public QWidget {
    Q_OBJECT

public:
    explicit PlaylistPanel(StudioModel& model, QWidget* parent = nullptr);

    /// The dialogs behind the buttons, and Ctrl+O, Ctrl+Shift+O.
    void open_files();
    void open_folder();

protected:
    bool eventFilter(QObject* target, QEvent* event) override;

private:
    [[nodiscard]] QList<int> selected_rows() const;
    void play_row(const QModelIndex& index);
    void remove_selected();
    void move_selected(int by);
    void follow_rows();

    StudioModel& model_;
    QListView* list_ = nullptr;
    QLabel* empty_ = nullptr;
    QToolButton* remove_ = nullptr;
};

}  // namespace attacca::studio
