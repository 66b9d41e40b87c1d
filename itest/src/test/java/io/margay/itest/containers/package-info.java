/** Container engines and what they need, of a test's own. */
package io.margay.itest.containers;
