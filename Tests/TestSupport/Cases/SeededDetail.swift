package import HazardCore
internal import HazardText

/// Random details, reasons and evidence of every kind, each equally likely.
extension Seeded {
    package mutating func event() -> CaseEvent {
        var event = CaseEvent(
            sequence: int(1...2000), at: instant(), kind: pick(EventKind.all), from: maybe { $0.any() }, to: any(),
            actor: Actor(any(), maybe { $0.text(4) }))
        event.cause = maybe { $0.cause() }
        event.detail = maybe { $0.detail() }
        event.note = maybe { $0.text() }
        // When the detail gives the reason, the sender's reason is not stored.
        if CaseWords.onTheWire.reason(event) == nil { event.reason = maybe { $0.text(5) } }
        return event
    }

    package mutating func cause() -> Cause { Cause(sender: text(4), id: identifier(), hash: maybe { $0.hash() }) }

    package mutating func detail() -> EventDetail {
        let reward = SettledReward(rule: identifier(), amount: int(1...99), unit: identifier(), entry: identifier())
        let roles = list(2) { DepartmentRole($0.identifier(), $0.any()) }
        return pick([
            .opened(rule: identifier()), .joined(matchReason()),
            .linked(linkKind(), identifier(), maybe { $0.matchReason() }), .refused(pick(MoveKind.all), refusal()),
            .outOfOrder(sequence: Int64(int(0...9)), last: Int64(int(0...9))),
            .returned(
                suggested: maybe { $0.identifier() }, later: maybe { Limit(amount: $0.int(1...9), clock: $0.any()) }),
            .result(any()), .requested(request: identifier()), .rated(int(1...5)),
            .classified(category: identifier(), condition: identifier()), .dispatched(roles),
            .waived(list(2) { $0.identifier() }),
            .answered(any(), department: identifier(), request: identifier()), .checked(any()), .closed(any()),
            .mergedInto(identifier()),
            .tookOver(reports: int(1...9), from: identifier(), words: maybe { $0.text(5) }),
            .renamed([identifier()], [identifier()]), .recounted(years: [2027, int(2028...2040)]),
            .splitOff(list(3) { $0.identifier() }), .splitFrom(identifier()), .revealed(list(3) { $0.identifier() }),
            .granted(rule: reward.rule, amount: reward.amount, unit: reward.unit, entry: reward.entry),
            .reward(entry: identifier()), .rewardFoundFalse(entry: identifier()),
            .rewardSettled(any(), reason: maybe { $0.identifier() }, reward),
            .rewardPassedOn(entry: identifier(), to: identifier()), .rewardOutdated(any(), entry: identifier()),
            .timer(department: identifier(), isUrged: flag()), .supervised(department: identifier()),
        ])
    }

    private mutating func linkKind() -> LinkKind { pick(LinkKind.known + [.named("neighbour")]) }

    package mutating func matchReason() -> MatchReason {
        let age = Duration.milliseconds(int(0...9_999_999))
        let sign: MatchSign = pick([
            .coarsePoint, .sameID,
            .named(report: maybe { $0.identifier() }), .concernsReport, .thread(report: maybe { $0.identifier() }),
            .photo(report: identifier()), .words(report: identifier()), .distance(metres: int(0...200)), .number,
            .address,
        ])
        var reason = MatchReason(
            sign, maybe { $0.pick([.afterReport(age), .afterOpening(age), .afterClosing(age)]) }, isSameCategory: flag()
        )
        reason.remarks = list(2) {
            $0.pick([
                .burst, .otherCategory, .wishAndHazard, .emergency, .tooLate, .caseFull, .contradiction($0.any()),
            ])
        }
        return reason
    }

    package mutating func refusal() -> RefusalReason {
        pick([tableRefusal(), workRefusal(), requestRefusal(), otherRefusal(), rewardRefusal()])
    }

    private mutating func tableRefusal() -> RefusalReason {
        let move = pick(MoveKind.all)
        return pick([
            .stateForbids(move, any()), .taskForbids(move, any(), any()),
            .roleForbids(move, allowed: list(2) { $0.any() }, any()), .reasonMissing(move),
            .notYourCase(report: maybe { $0.identifier() }), .reopenWithoutReason, .reopenTooLate(days: int(1...20)),
            .urgedLately(hours: int(1...9)),
        ])
    }

    private mutating func workRefusal() -> RefusalReason {
        pick([
            .noTask(department: identifier()), .noOpenTask(department: identifier()), .returnWithoutReason,
            .returnedTooOften(times: int(1...3), ofAll: int(1...9)),
            .unknownSuggestion(department: identifier(), known: list(2) { $0.identifier() }),
            .unknownDepartment(identifier()), .alreadyDispatched, .resultMissing,
            .photoMissing(programme: identifier()), .nothingToMakeSafe(category: identifier()), .madeSafeAlready,
            .unknownCategory(identifier()),
            .unknownCondition(maybe { $0.identifier() }, category: identifier(), known: list(2) { $0.identifier() }),
        ])
    }

    private mutating func requestRefusal() -> RefusalReason {
        pick([
            .requestWaiting(any(), department: identifier()),
            .requestUnknown(identifier(), waiting: list(2) { $0.identifier() }), .requestAmbiguous(identifier()),
            .appealForSupervisor, .noLimit, .overdueAlready, .delayedTooOften(times: int(1...9)), .heldBefore,
            .holdNotInProgress, .holdDateMissing, .holdDate(days: 365), .nothingOverdue, .appealDecided,
        ])
    }

    private mutating func otherRefusal() -> RefusalReason {
        pick([
            .sameCase(pick(MoveKind.all)), .otherShard(case: identifier(), shard: int(0...9), own: int(0...9)),
            .unknownCase(identifier()), .otherEnded(case: identifier(), any()),
            .otherFull(case: identifier(), reports: 200, limit: 200), .reportNotHere(identifier()),
            .splitTakesAll(reports: int(1...9)), .alreadyLinked(case: identifier(), linkKind(), limit: 50),
        ])
    }

    private mutating func rewardRefusal() -> RefusalReason {
        let (entry, state): (String, RewardState?) = (identifier(), maybe { $0.any() })
        return pick([
            .rewardReportUnknown(identifier()),
            .rewardRuleUnknown(
                maybe { $0.identifier() }, programme: identifier(), known: list(2) { $0.identifier() }),
            .rewardAnonymous(report: identifier()), .rewardFoundFalse(any()),
            .rewardAmount(int(0...99), most: 20, unit: "yuan"), .rewardGrantedAlready(entry: entry, state),
            .rewardUnknown(entry: entry, known: list(2) { $0.identifier() }),
            .rewardMoved(entry: entry, to: identifier()),
            .rewardWithheldHere(entry: entry, reason: maybe { $0.identifier() }), .rewardNotAskedFor(entry: entry),
            .rewardEnded(entry: entry, state), .rewardCredited(any()), .rewardNotClaimable(entry: entry, state),
            .rewardClaimTooLate(entry: entry),
        ])
    }

    package mutating func evidence() -> Evidence {
        let keys: [EmergencyKey] = [.named, .words]
        return pick([
            .hint(identifier()), .hintAgainst(.hint(identifier())), .hintAgainst(.group(identifier())),
            .hintAgainst(.kind(any())), .hintIsGroup(identifier()),
            .unknownHint(identifier(), scheme: maybe { $0.identifier() }),
            .unmappedHint(identifier(), scheme: identifier()), .unknownScheme(identifier()),
            .unknownCondition(identifier(), assumed: "a"), .noHint, .kind(any()), .textScore(int(0...900)),
            .model(modelEvidence()),
            .phrase(text(3), points: int(-300...600)), .keys(keys), .oneKey([.words]),
            .danger(list(2) { $0.any() } + [.medical], doubt: maybe { $0.any() }), .classifiedBy(text(3)),
            .splitFrom(identifier()), .fault(any(), field: maybe { $0.identifier() }),
            .calendarMissing(year: 2027, Limit(amount: int(1...9), clock: any())),
        ])
    }

    private mutating func modelEvidence() -> ModelEvidence {
        var said = ModelEvidence(
            any(), name: text(3), hash: identifier(), answer: identifier(), thousandths: int(0...1000), effect: any())
        said.runnerUp = maybe { $0.identifier() }
        said.reasons = list(3) { ModelEvidence.Reason(feature: $0.text(2), hundredths: $0.int(-300...300)) }
        return said
    }

    package mutating func taskChange() -> TaskChange {
        pick([
            .said(text(5)), .role(any()), .classified(category: identifier()), .timer(any()),
            .report(any(), worse: maybe { $0.identifier() }, words: maybe { $0.text(5) }), .suspended, .resumed,
            .delayed, .requestRefused(any()), .mergedInto(identifier()), .split, .refused(refusal()),
        ])
    }
}
