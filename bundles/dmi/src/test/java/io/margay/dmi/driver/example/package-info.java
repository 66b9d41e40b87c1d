/**
 * A driver that keeps the contract, and such as break it, to prove that the contract's tests do.
 */
package io.margay.dmi.driver.example;
