package org.ashlar.account.core.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordPolicyTest {
  @ParameterizedTest
  @CsvSource({
    "0, '', The password must not be empty.",
    "1, '', The password must not be empty.",
    "8, '', The password must have at least 8 characters.",
    "8, 1234567, The password must have at least 8 characters.",
    "2, 😀, The password must have at least 2 characters.",
  })
  void whatIsTooShortIsToldInWords(int least, String password, String objection) {
    var policy = new PasswordPolicy(least, false, false, false, false);
    assertThat(policy.objection(password)).contains(objection);
  }

  @ParameterizedTest
  @CsvSource({"0, x", "1, x", "8, 12345678"})
  void whatIsLongEnoughIsAllowed(int least, String password) {
    var policy = new PasswordPolicy(least, false, false, false, false);
    assertThat(policy.objection(password)).isEmpty();
  }
}
