import Testing

@testable import Web

@Suite struct PhraseTests {
    @Test(arguments: [
        ("Not banned: it is your own address.", "Nicht gesperrt: sie ist die eigene Adresse."),
        ("is no moment; write it as 2026-12-01T00:00:00Z", "ist kein Zeitpunkt; schreiben wie 2026-12-01T00:00:00Z"),
        ("There is no running jail named “setup”.", "Es läuft kein Jail namens „setup“."),
        (
            "fail2ban cannot be reached. Nobody listens at /s: fail2ban died. Start it again: systemctl restart fail2ban",
            "fail2ban ist nicht erreichbar. Unter /s hört niemand: fail2ban ist abgestürzt. Wieder starten: systemctl restart fail2ban"
        ),
    ])
    func `a sentence is told in German with what was filled in`(english: String, german: String) {
        #expect(Language.german.phrase(english) == german)
    }

    @Test func `what nobody translated stays as it is`() {
        for text in ["", "ERROR NOK: ('x',)", "{0}", "}{0{", String(repeating: "a; ", count: 5000)] {
            #expect(Language.german.phrase(text) == text)
        }
        #expect(Language.english.phrase("There is no such account.") == "There is no such account.")
        #expect(Language.german.words(Text("no.such.key", "{0} words"), ["two"]) == "two words")
    }
}
