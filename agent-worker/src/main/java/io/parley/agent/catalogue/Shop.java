package io.parley.agent.catalogue;

import io.parley.agent.tool.ToolFailure;
import java.util.Optional;

/// One tenant's products and orders, wherever they are kept.
///
/// All methods throw a [ToolFailure] when the place where they are kept can't be reached or answers nonsense.
interface Shop {

    /// Products on a page of [#browse].
    int PAGE = 10;

    /// Products that fit these words of a customer, the best first. Words that nothing has are passed over, as long as
    /// others fit.
    Finds search(String words, int limit) throws ToolFailure, InterruptedException;

    /// Products of the category that is called like this; where there is none, the names of those that there are.
    Finds byCategory(String category, int limit) throws ToolFailure, InterruptedException;

    /// All products in a steady order, page by page, and the names of the categories.
    ///
    /// @param page from 1
    Finds browse(int page) throws ToolFailure, InterruptedException;

    /// The order that has this number, whoever's it is: who asks for a customer compares the owner.
    Optional<Order> order(String number) throws ToolFailure, InterruptedException;
}
