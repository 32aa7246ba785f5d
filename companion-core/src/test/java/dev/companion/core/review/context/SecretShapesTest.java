package dev.companion.core.review.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.companion.core.git.GitPath;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretShapesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".env",
                ".env.local",
                "prod.env",
                "a/b/.envrc",
                "server.pem",
                "tls.key",
                "store.JKS",
                "id_rsa",
                "id_ed25519",
                "id_rsa.bak",
                ".netrc",
                ".npmrc",
                ".pypirc",
                ".git-credentials",
                "credentials",
                "credentials.json",
                "my-credentials.json",
                "secrets.yml",
                "secrets.prod.yaml",
                "client_secret_1.json",
                "service-account.json",
                ".aws/config",
                "home/.ssh/config",
                ".kube/config",
                "kubeconfig",
                "auth.json",
                "terraform.tfstate",
                "prod.tfvars",
                "vault.kdbx",
                "passwords.txt",
                ".htpasswd",
                "ssh_host_rsa_key"
            })
    void a_name_can_give_a_secret_away(String name) {
        assertThat(SecretShapes.isName(GitPath.of(name))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".env.example", ".env.sample", "id_rsa.pub", "environment.ts", "src/Credentials.java", "secrets.md",
                "keyboard.c", "authentication.json", "SecretShapes.java", "monkey", "README.md", "envelope"
            })
    void other_names_are_harmless(String name) {
        assertThat(SecretShapes.isName(GitPath.of(name))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN RSA PRIVATE KEY-----",
                "-----BEGIN PGP PRIVATE KEY BLOCK-----",
                "id: AKIAABCDEFGHIJKLMNOP",
                "aws_secret_access_key = abcdEFGH1234ijklMNOP5678qrstUVWX90yzABCD",
                "ghp_abcdEFGH1234ijklMNOP5678qrstUVWX90yz",
                "github_pat_11ABCDEFG0abcdefghijklmn_opq",
                "OPENAI=sk-proj-abcdEFGH1234ijklMNOP5678",
                "sk-abcdEFGH1234ijklMNOP5678qrstUVWX90yzABCD",
                "sk-ant-api03-abcdEFGH1234ijkl",
                "xoxb-123456789012-abcdef",
                "AIzaabcdEFGH1234ijklMNOP5678qrstUVWX90y",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcdefghijkl",
                "postgres://admin:hunter2hunter2@db.example.org/x",
                "\"password\": \"abcdEFGH1234ijklMNOP\""
            })
    void a_content_can_give_a_secret_away(String text) {
        assertThat(SecretShapes.isIn("some lines\n" + text + "\nand more")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the password is asked for",
                "token = nextToken()",
                "https://example.org:8080/path@2",
                "class=\"sk-circle-fade-dot sk-center-and-other-classes\"",
                "-----BEGIN CERTIFICATE-----",
                "commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904",
                "String token = \"a placeholder with spaces in it\";"
            })
    void other_contents_are_harmless(String text) {
        assertThat(SecretShapes.isIn(text)).isFalse();
    }

    @Test
    void a_hostile_file_does_not_hold_the_search_up() {
        String letters = "a".repeat(200_000);
        String dots = "eyJaaaaaaaaaa_".repeat(15_000);
        String keys = "-----BEGIN ".repeat(18_000);
        String assignments = "token='".repeat(28_000);

        Duration limit = Duration.ofSeconds(20);

        assertThat(assertTimeout(limit, () -> SecretShapes.isIn(letters + "\n" + dots + keys + assignments)))
                .isFalse();
    }
}
