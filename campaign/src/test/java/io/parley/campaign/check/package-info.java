/// Ledgers of runs that kept or broke a promise enter, the checker's verdict is seen.
@org.jspecify.annotations.NullUnmarked
package io.parley.campaign.check;
