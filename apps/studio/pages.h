// The pages of the window, in the order of the side bar.
#pragma once

#include <QString>
#include <functional>
#include <vector>

#include "page.h"

namespace attacca::studio {

class StudioModel;

/// A page that is made when it is first shown: a window with all of them would come into sight later.
struct PageEntry {
    QString title;                ///< One word: the side bar's, and in lower case what `--page` takes.
    std::function<Page*()> make;  ///< The page belongs to the window that it is put into.
    Page* page = nullptr;         ///< Once it is made.
};

/// The first is the PlayerPage.
[[nodiscard]] std::vector<PageEntry> page_entries(StudioModel& model);

}  // namespace attacca::studio
